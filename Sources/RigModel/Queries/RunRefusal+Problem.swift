extension RunRefusal {
    /// The `type` of the problem that the API answers with: the same for all refusals of a kind, for programs.
    public var problemType: String {
        switch self {
        case .unknownBIB: "urn:portpool:refusal:unknown-bib"
        case .invalidPlan: Self.invalidPlanType
        case .unknownUUT: "urn:portpool:refusal:unknown-uut"
        case .noBoard: "urn:portpool:refusal:no-board"
        case .missingPorts: "urn:portpool:refusal:missing-ports"
        case .unknownBoard: Self.unknownBoardType
        case .unknownExecution: "urn:portpool:refusal:unknown-execution"
        case .alreadyEnded: "urn:portpool:refusal:already-ended"
        case .notWaitingForSignal: "urn:portpool:refusal:not-waiting-for-signal"
        case .notAsking: "urn:portpool:refusal:not-asking"
        case .wrongAnswer: "urn:portpool:refusal:wrong-answer"
        case .storeFull: "urn:portpool:refusal:store-full"
        case .stopping: "urn:portpool:refusal:stopping"
        }
    }

    public static let invalidPlanType = "urn:portpool:refusal:invalid-plan"
    /// A board that was named is not plugged in; it may come.
    public static let unknownBoardType = "urn:portpool:refusal:unknown-board"
}
