extension API {
    /// What a run asks of a person; event OperatorAsked, sent when the question is asked and when it is over.
    public struct Question: Codable, Sendable, Hashable {
        public var executionId: ExecutionID
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var step: String
        public var kind: OperatorPrompt.Kind
        public var text: String
        public var askedAt: String
        /// Then the step is judged as a timeout.
        public var deadline: String
        public var open: Bool

        public init(_ question: OperatorQuestion, zone: StationZone) {
            executionId = question.execution
            bibId = question.bib
            uutId = question.instance
            step = question.step
            kind = question.prompt.kind
            text = question.prompt.text
            askedAt = zone.rfc3339(question.askedAt)
            deadline = zone.rfc3339(question.deadline)
            open = question.isOpen
        }
    }

    /// POST executions/{id}/answer: one of the two.
    public struct Answer: Codable, Sendable, Hashable {
        public var step: String
        public var text: String?
        public var confirmed: Bool?
        public init(step: String, text: String? = nil, confirmed: Bool? = nil) {
            self.step = step
            self.text = text
            self.confirmed = confirmed
        }
    }
}
