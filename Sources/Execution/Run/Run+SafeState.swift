import RigModel
import SerialIO

extension Run {
    /// Sends one command of the safe state and records what comes back until its time is over or a frame is complete.
    func sendSafeState(_ index: Int) async -> RunFault? {
        let step = unit.safeState[index]
        let alias = step.port ?? unit.plan.ports[0].alias
        // A safe state speaks of a BIB's ports; a unit that has no port of that name has nothing to make safe there.
        guard let line = lines[alias], let plan = unit.plan.port(alias) else { return nil }
        if let leaseEnd {
            stopAccount.safeStateEnded(isSent: false)
            recorder.log(.note("safe state: nothing more may be sent on the ports: \(leaseEnd)"), .error)
            return nil
        }
        if index == 0 { recorder.log(.note("safe state")) }
        let id = port(alias)
        let command = Array(step.send.utf8) + plan.endOfLine.bytes
        var reply = SafeStateReply(to: command, on: plan.line, splitter: FrameSplitter(plan.framing)) {
            [recorder] bytes, time in recorder.log(.sent(bytes, id), at: time)
        }
        defer {
            if !reply.heard.isEmpty { recorder.log(.received(reply.heard, id)) }
            // However the wait for the answer has ended: a plug that is pulled then takes nothing back.
            stopAccount.safeStateEnded(isSent: reply.hasSent)
        }
        do throws(SerialError) {
            // A machine that stands still for as long as the command has must not leave the unit as it is.
            for time in [step.timeout, StepPlan.lastChance, .seconds(1)] where !reply.hasSent {
                _ = try await line.converse(
                    sending: command, pace: plan.pace, &reply, until: recorder.clocks.monotonic + time)
            }
            if reply.hasSent { return nil }
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
