import RigModel
import SerialIO

extension Run {
    /// Sends one command of the safe state and records what comes back until its time is over or a frame is complete.
    func sendSafeState(_ index: Int) async -> RunFault? {
        let step = unit.safeState[index]
        let alias = step.port ?? unit.plan.ports[0].alias
        // A safe state speaks of a BIB's ports; a unit that has no port of that name has nothing to make safe there.
        guard let line = lines[alias], let plan = unit.plan.port(alias) else { return nil }
        var isSent = false
        defer { stopAccount.safeStateEnded(isSent: isSent) }
        if let leaseEnd {
            recorder.log(.note("safe state: nothing more may be sent on the ports: \(leaseEnd)"), .error)
            return nil
        }
        if index == 0 { recorder.log(.note("safe state")) }
        let id = port(alias)
        var reply = SafeStateReply(splitter: FrameSplitter(plan.framing)) { [recorder] bytes, time in
            recorder.log(.sent(bytes, id), at: time)
        }
        defer { if !reply.heard.isEmpty { recorder.log(.received(reply.heard, id)) } }
        do throws(SerialError) {
            // A machine that stands still for as long as the command has must not leave the unit as it is.
            for time in [step.timeout, StepPlan.lastChance, .seconds(1)] where !reply.hasSent {
                _ = try await line.converse(
                    sending: Array(step.send.utf8) + plan.endOfLine.bytes, pace: plan.pace, &reply,
                    until: recorder.clocks.monotonic + time)
            }
            isSent = reply.hasSent
            if isSent { return nil }
            return RunFault(
                .writeStuck, port: id,
                message: "safe state: '\(step.send)' was not sent: port \(id) was never free for it")
        } catch {
            if leaseEnd != nil { return nil }
            let fault = lost[id] ?? RunFault(error, port: id)
            recorder.log(.note("safe state: \(fault.message)"), .error)
            return fault
        }
    }
}
