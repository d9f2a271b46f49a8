import RigModel
import Testing

@testable import Execution

/// What a run says of a unit that STOP or the safe state may not have reached.
@Suite struct StopAccountTests {
    private static let powered = "the unit may still be powered"
    private static let unless = "\(powered), unless the safe state, which was sent, has made it safe"

    struct Case: Sendable, CustomTestStringConvertible {
        var stop: [String: StopAccount.Fate] = [:]
        /// Whether each command of the safe state has gone out.
        var safeState: [Bool] = []
        var doubt: String?
        var testDescription: String { "\(stop) \(safeState)" }
    }

    @Test(arguments: [
        Case(doubt: nil),
        Case(stop: ["off": .obeyed]),
        Case(stop: ["off": .obeyed], safeState: [true]),
        Case(safeState: [true]),
        Case(safeState: [false], doubt: "the safe state could not be sent: \(powered)"),
        Case(safeState: [false, true], doubt: "the safe state could not be sent: \(powered)"),
        Case(stop: ["off": .notSent], doubt: "STOP could not be sent: \(powered)"),
        Case(stop: ["off": .notSent, "on": .notSent], doubt: "STOP could not be sent: \(powered)"),
        Case(stop: ["off": .notSent, "bye": .obeyed], doubt: "STOP step 'off' could not be sent: \(powered)"),
        Case(stop: ["off": .notSent, "bye": .unanswered], doubt: "STOP step 'off' could not be sent: \(powered)"),
        Case(stop: ["off": .unanswered], doubt: "STOP was sent but not answered: \(powered)"),
        Case(stop: ["off": .unanswered, "bye": .obeyed], doubt: "STOP step 'off' was not answered: \(powered)"),
        Case(stop: ["off": .refused], doubt: "STOP was not answered as its plan expects: \(powered)"),
        Case(stop: ["off": .unanswered], safeState: [true], doubt: "STOP was sent but not answered: \(unless)"),
        Case(
            stop: ["off": .notSent], safeState: [false],
            doubt: "STOP could not be sent, nor could the safe state: \(powered)"),
        Case(
            stop: ["off": .unanswered], safeState: [true, false],
            doubt: "STOP was sent but not answered, and the safe state could not be sent: \(powered)"),
        Case(
            stop: ["off": .obeyed], safeState: [false],
            doubt: "STOP was sent but the safe state could not be: the unit may not be safe"),
    ])
    func theDoubtIsToldInOneSentence(_ given: Case) {
        var account = StopAccount()
        for (step, fate) in given.stop { account.ended(step, fate) }
        for isSent in given.safeState { account.safeStateEnded(isSent: isSent) }
        #expect(account.doubt == given.doubt)
    }

    @Test(arguments: [
        (Outcome.level(.pass), true, StopAccount.Fate.obeyed),
        (.level(.warn), true, .obeyed),
        (.level(.fail), true, .refused),
        (.level(.critical), true, .refused),
        (.noMatch, true, .refused),
        (.error(RunFault(.matchLimit, port: nil, message: "")), true, .refused),
        (.timeout, true, .unanswered),
        (.phaseTimeout, true, .unanswered),
        (.stopped, true, .unanswered),
        (.error(RunFault(.unplugged, port: nil, message: "")), true, .unanswered),
        (.error(RunFault(.unplugged, port: nil, message: "")), false, .notSent),
        (.error(RunFault(.writeStuck, port: nil, message: "")), false, .notSent),
        (.stopped, false, .notSent),
        // A value that no step has captured leaves nothing to send.
        (.level(.fail), false, .notSent),
    ])
    func aCommandThatDidNotGoOutIsNotSentWhateverItsStepCameTo(
        outcome: Outcome, isSent: Bool, fate: StopAccount.Fate
    ) { #expect(StopAccount.Fate(outcome, isSent: isSent) == fate) }
}
