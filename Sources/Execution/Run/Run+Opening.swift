import PortPool
import RigModel
import SerialIO

extension Run {
    /// Opens and sets every line of the unit, then lets them settle.
    ///
    /// - Returns: what went wrong; then nothing was sent, and what was opened is closed by the end of the run.
    func openLines(_ ports: [DiscoveredPort]) async -> RunFault? {
        var settle: Duration = .zero
        for (assigned, port) in zip(request.ports, ports) {
            guard let plan = unit.plan.port(assigned.alias) else {
                preconditionFailure("a request names the ports of its plan")
            }
            if isInterrupted { return nil }
            if let fault = lost[port.id] { return fault }
            do throws(SerialError) {
                let line = try await SerialPort.open(port.devicePath, settings: plan.line, on: reactor)
                lines[assigned.alias] = line
                await beginCounting(on: assigned.alias)
                let notes = await line.notes
                recorder.log(
                    .note(
                        "\(assigned.alias) = port \(port.id) at \(port.devicePath), \(plan.line.summary)"
                            + (notes.isEmpty ? "" : "; \(notes.map { "\($0)" }.joined(separator: "; "))")))
            } catch {
                if isInterrupted { return nil }
                let fault = lost[port.id] ?? RunFault(error, port: port.id)
                troubles[port.id] = PortTrouble(message: fault.message, failedToOpen: fault.kind != .unplugged)
                if fault.kind == .unplugged { hungUp.insert(port.id) }
                return fault
            }
            settle = max(settle, plan.settle)
        }
        if settle > .zero { _ = await rest(until: recorder.clocks.monotonic + settle) }
        return isInterrupted ? nil : firstLoss
    }
}

extension LineSettings {
    /// `115200 8N1`.
    var summary: String {
        "\(baud) \(dataBits)\(parity.rawValue.prefix(1).uppercased())\(stopBits)"
            + (flow == .none ? "" : " \(flow.rawValue)")
    }
}
