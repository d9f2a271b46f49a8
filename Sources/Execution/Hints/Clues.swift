/// What an attempt has shown that its record does not hold.
struct Clues: Sendable {
    let tail: [UInt8]
    let hasOnlyEcho: Bool
    let hasJudgedEcho: Bool

    init(_ conversation: StepConversation) {
        tail = conversation.judgement == nil ? conversation.tail : []
        hasOnlyEcho = conversation.judge.hasHeardEcho && conversation.judge.frameCount == 0 && tail.isEmpty
        hasJudgedEcho = conversation.judge.hasJudgedEcho
    }
}
