import RigModel
import SerialIO

/// Answers to earlier commands, heard before the next.
extension Run {
    /// In STOP a command waits no longer than this for the answers to those before it.
    private static let patienceInStop: Duration = .seconds(1)

    /// Listens to the line of a step that expects an answer until what earlier commands there are owed has come or is
    /// overdue.
    ///
    /// - Returns: what came; nil where nothing was owed. A line that fails is the step's to find.
    func hearWhatIsOwed(before step: CompiledStep, _ position: StepPosition) async -> [UInt8]? {
        let (plan, now) = (step.plan, recorder.clocks.monotonic)
        let margin = min(lateAnswerTime, plan.timeout / 4)
        guard !step.expectsNothing, !plan.action.isWithoutLine, halt(in: position.phase) == nil,
            let line = lines[plan.listen], let debt = debts[plan.listen], let due = debt.due(at: now, margin: margin)
        else { return nil }
        var end = due
        if position.phase == .stop { end = min(end, now + Self.patienceInStop) }
        if let limit = limit(of: position.phase) { end = min(end, max(limit.instant, now + margin)) }
        listening = line
        defer { listening = nil }
        var found: [UInt8] = []
        do throws(SerialError) {
            repeat {
                found += try await line.discardInput(quietFor: margin, until: end)
            } while found.lineCount < debt.count && recorder.clocks.monotonic < end && halt(in: position.phase) == nil
        } catch { return found }
        discarded(found, plan.listen, step: plan, position)
        if debt.knowsLateness || found.lineCount >= debt.count {
            debts[plan.listen]?.settle()
        } else {
            // After the margin alone the others may still come.
            for _ in 0..<found.lineCount { debts[plan.listen]?.paid() }
        }
        return found
    }
}

extension [UInt8] {
    /// Answers in it, about: its lines, and one that has no end.
    fileprivate var lineCount: Int {
        let ends = count { $0 == 0x0a }
        return ends > 0 ? ends : isEmpty ? 0 : 1
    }
}

extension StepAction {
    /// Nothing is sent or heard.
    var isWithoutLine: Bool {
        switch self {
        case .wait, .operator: true
        case .sendText, .sendBytes, .sendFile, .listen: false
        }
    }
}
