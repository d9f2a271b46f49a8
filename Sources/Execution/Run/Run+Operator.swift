import RigModel
import SerialIO

/// Steps that ask a person.
extension Run {
    /// Asks, and waits for the answer, the deadline, a request to stop or the loss of a port.
    func ask(
        _ prompt: OperatorPrompt, _ step: CompiledStep, _ position: StepPosition, from began: ContinuousClock.Instant,
        until deadline: ContinuousClock.Instant, bytes: inout AttemptBytes
    ) async -> Judgement {
        let asked = OperatorQuestion(
            execution: request.id, bib: request.bib, instance: request.instance, step: step.plan.id, prompt: prompt,
            askedAt: recorder.wall(began), deadline: recorder.wall(deadline))
        question = asked
        recorder.spine.post(.operatorAsked(asked))
        recorder.log(.note("asks: \(prompt.text)"), phase: position.phase, step: step.plan.id)
        _ = await rest(until: deadline)
        var closed = question ?? asked
        closed.isOpen = false
        question = nil
        recorder.spine.post(.operatorAsked(closed))
        // An answer that was taken is never dropped, whatever came with it.
        switch closed.answer {
        case .text(let text):
            recorder.log(.note("answered: \(text)"), phase: position.phase, step: step.plan.id)
            bytes.received = Array(text.utf8)
            return Judgement(entered: text, at: step)
        case .confirmed(let yes):
            recorder.log(.note("answered: \(yes ? "yes" : "no")"), phase: position.phase, step: step.plan.id)
            bytes.received = Array((yes ? "yes" : "no").utf8)
            return Judgement(
                outcome: .level(yes ? .pass : .fail),
                explanation: "\(Quoted(prompt.text)) was answered \(yes ? "yes" : "no")")
        case nil:
            if let halt = halt(in: position.phase) { return halt }
            if let overdue = overdue(position.phase, deadline) { return overdue }
            let waited = Readable(began.duration(to: deadline))
            return Judgement(outcome: .timeout, explanation: "nobody answered \(Quoted(prompt.text)) within \(waited)")
        }
    }

    /// Takes an answer to the question that is open.
    func answer(step: String, with answer: OperatorAnswer) throws(RunRefusal) {
        guard let open = question, open.answer == nil, open.step == step else {
            throw .notAsking(request.id, step: step, open: question.flatMap { $0.answer == nil ? $0.step : nil })
        }
        switch (open.prompt.kind, answer) {
        case (.scan, .text), (.confirm, .confirmed): break
        default: throw .wrongAnswer(request.id, step: step, expected: open.prompt.kind)
        }
        question?.answer = answer
        if let pause { reactor.interrupt(pause) }
    }
}
