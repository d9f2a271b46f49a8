/// What a step asks of a person.
public struct OperatorPrompt: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// A text, typed or read by a scanner: judged by the step's levels like a frame from the line. Without levels
        /// any text is a PASS. The whole text is the capture `text`.
        case scan
        /// Yes is PASS, no is FAIL.
        case confirm
    }
    public var kind: Kind
    /// What the person reads.
    public var text: String
    public init(_ kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }
}

/// What a person answered.
public enum OperatorAnswer: Sendable, Hashable {
    case text(String)
    case confirmed(Bool)
}

/// A question that is open, or was until now.
public struct OperatorQuestion: Sendable, Hashable {
    public var execution: ExecutionID
    public var bib: BIBID
    public var instance: UUTInstanceID
    public var step: String
    public var prompt: OperatorPrompt
    public var askedAt: Timestamp
    /// The step's timeout: then it is judged by `on_timeout`.
    public var deadline: Timestamp
    /// nil while it is open, and where it ended without an answer.
    public var answer: OperatorAnswer?
    public var isOpen: Bool

    public init(
        execution: ExecutionID, bib: BIBID, instance: UUTInstanceID, step: String, prompt: OperatorPrompt,
        askedAt: Timestamp, deadline: Timestamp, answer: OperatorAnswer? = nil, isOpen: Bool = true
    ) {
        self.execution = execution
        self.bib = bib
        self.instance = instance
        self.step = step
        self.prompt = prompt
        self.askedAt = askedAt
        self.deadline = deadline
        self.answer = answer
        self.isOpen = isOpen
    }
}
