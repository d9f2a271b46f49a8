import PortPool
import RigModel
import SerialIO

/// The health check of a port in quarantine: its line can be opened, set and closed. It sends nothing.
struct LineCheck: Sendable {
    let reactor: Reactor

    /// - Returns: what is wrong with the line; nil where it is well.
    func failure(of port: DiscoveredPort) async -> String? {
        do throws(SerialError) {
            let line = try await SerialPort.open(
                port.devicePath, settings: LineSettings(lowLatency: false), on: reactor)
            await line.close()
            return nil
        } catch { return "\(error)" }
    }
}
