import Recording
import RigModel
import SerialIO

/// Makes a script of what passes between programs and a real port until SIGINT or SIGTERM, or until the port fails.
struct RecordedTap {
    let port: String
    let folder: String
    let frame: TapFrame?
    let options: RecordedOptions

    /// - Returns: also whether the port failed; what has passed until then is worth a script.
    func script() async throws -> (script: RecordedScript, hasFailed: Bool) {
        var hasFailed = false
        let signals = PTYStopSignals()
        let reactor = try Reactor(name: "tap")
        defer { reactor.shutdown() }
        let tap = try LineTap(port: port, frame: frame, reactor: reactor, report: Report.line)
        var links = try PTYLinks(to: [.a: tap.path], in: folder, from: nil)
        defer { links.remove() }
        for link in links.links { Report.line("\(link.path) -> \(port)") }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await tap.run() }
                group.addTask { [arrivals = signals.arrivals] in for await _ in arrivals { return } }
                // Whoever ends first, by signal or because the port is gone, ends the other.
                try await group.next()
                group.cancelAll()
                try await group.waitForAll()
            }
        } catch {
            hasFailed = true
            Report.line("\(error)")
        }
        withExtendedLifetime(signals) {}
        let name = options.board ?? String(port.split(separator: "/").last ?? "tap")
        let recording = Recording(
            board: name, usb: try options.usb(product: name, last: .a), units: [await tap.unit])
        let script = try RecordedScript(recording, source: "a tap of \(port)", pause: options.pause)
        return (script, hasFailed)
    }
}
