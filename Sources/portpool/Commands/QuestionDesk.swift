import RigModel

/// The questions that runs ask of the person at the terminal, one after the other. Pure.
struct QuestionDesk {
    /// What is done with a line that was typed.
    enum Reply: Equatable {
        case answer(API.Question, API.Answer)
        /// It is no answer to what is asked.
        case unclear(String)
        /// Nothing is asked.
        case nothing
    }

    /// Open ones, in the order they were asked; the first is the one that is shown.
    private(set) var open: [API.Question] = []
    var shown: API.Question? { open.first }

    /// A question was asked, or is over.
    /// - Returns: whether another question is to be shown now.
    mutating func take(_ question: API.Question) -> Bool {
        let before = shown
        open.removeAll { $0.executionId == question.executionId }
        if question.open { open.append(question) }
        return shown != nil && shown != before
    }

    /// A run is over, and its question with it.
    mutating func ended(_ run: ExecutionID) -> Bool {
        let before = shown
        open.removeAll { $0.executionId == run }
        return shown != nil && shown != before
    }

    func reply(to line: String) -> Reply {
        guard let question = shown else { return .nothing }
        switch question.kind {
        case .scan: return .answer(question, API.Answer(step: question.step, text: line))
        case .confirm:
            switch line.lowercased() {
            case "y", "yes": return .answer(question, API.Answer(step: question.step, confirmed: true))
            case "n", "no": return .answer(question, API.Answer(step: question.step, confirmed: false))
            default: return .unclear("answer y or n")
            }
        }
    }
}

extension API.Question {
    /// `slot1 asks: Is the lamp on? [y/n]`.
    var line: String {
        let ask = "\(uutId) asks: \(text)"
        return Terminal.visible(kind == .confirm ? "\(ask) [y/n]" : ask)
    }
    /// How it is answered where nobody types.
    var howToAnswer: String {
        "answer with `portpool answer \(executionId) \(kind == .confirm ? "--yes` or `--no" : "TEXT")`, or on the page"
    }
}
