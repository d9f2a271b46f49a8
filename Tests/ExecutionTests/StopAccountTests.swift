import RigModel
import Testing

@testable import Execution

/// What a run says of a unit that STOP or the safe state may not have reached.
@Suite struct StopAccountTests {
    private static let powered = "the unit may still be powered"
    private static let unless = "\(powered), unless the safe state, which was sent, has made it safe"

    struct Case: Sendable, CustomTestStringConvertible {
        var stop: [(step: String, fate: StopAccount.Fate)] = []
        /// Whether each command of the safe state has gone out.
        var safeState: [Bool] = []
        var doubt: String?
        var testDescription: String { "\(stop.map { "\($0.step) \($0.fate)" }) \(safeState)" }
    }

    @Test(arguments: [
        Case(doubt: nil),
        Case(stop: [("off", .obeyed)]),
        Case(stop: [("off", .obeyed)], safeState: [true]),
        Case(safeState: [true]),
        Case(safeState: [false], doubt: "the safe state could not be sent: \(powered)"),
        Case(safeState: [false, true], doubt: "the safe state could not be sent: \(powered)"),
        Case(stop: [("off", .notSent)], doubt: "STOP could not be sent: \(powered)"),
        Case(stop: [("off", .notSent), ("on", .notSent)], doubt: "STOP could not be sent: \(powered)"),
        Case(stop: [("off", .notSent), ("bye", .obeyed)], doubt: "STOP step 'off' could not be sent: \(powered)"),
        Case(stop: [("off", .notSent), ("bye", .unanswered)], doubt: "STOP step 'off' could not be sent: \(powered)"),
        Case(stop: [("off", .unanswered)], doubt: "STOP was sent but not answered: \(powered)"),
        Case(stop: [("off", .unanswered), ("bye", .obeyed)], doubt: "STOP step 'off' was not answered: \(powered)"),
        Case(stop: [("off", .refused)], doubt: "STOP was not answered as its plan expects: \(powered)"),
        Case(stop: [("off", .unanswered)], safeState: [true], doubt: "STOP was sent but not answered: \(unless)"),
        Case(
            stop: [("off", .notSent)], safeState: [false],
            doubt: "STOP could not be sent, nor could the safe state: \(powered)"),
        Case(
            stop: [("off", .unanswered)], safeState: [true, false],
            doubt: "STOP was sent but not answered, and the safe state could not be sent: \(powered)"),
        Case(
            stop: [("off", .notSent), ("bye", .notSent), ("x", .obeyed)],
            doubt: "STOP step 'off' could not be sent: \(powered)"),
        Case(
            stop: [("x", .obeyed), ("bye", .unanswered), ("off", .notSent), ("psu", .notSent)],
            doubt: "STOP step 'off' could not be sent: \(powered)"),
        Case(
            stop: [("off", .obeyed), ("psu", .unconfirmed)], doubt: "STOP step 'psu' was not confirmed: \(powered)"),
        Case(stop: [("psu", .unconfirmed)], doubt: "STOP step 'psu' was not confirmed: \(powered)"),
        Case(
            stop: [("off", .unanswered), ("psu", .unconfirmed)], safeState: [true],
            doubt: "STOP step 'psu' was not confirmed: \(unless)"),
        Case(stop: [("dark", .unheard)], doubt: "STOP step 'dark' did not hear what its plan expects: \(powered)"),
        Case(
            stop: [("dark", .unheard), ("off", .refused)],
            doubt: "STOP step 'off' was not answered as its plan expects: \(powered)"),
        Case(
            stop: [("off", .obeyed)], safeState: [false],
            doubt: "STOP was sent but the safe state could not be: the unit may not be safe"),
    ])
    func theDoubtIsToldInOneSentence(_ given: Case) {
        var account = StopAccount()
        for (step, fate) in given.stop { account.ended(step, fate) }
        for isSent in given.safeState { account.safeStateEnded(isSent: isSent) }
        #expect(account.doubt == given.doubt)
    }

    private static let command = StepAction.sendText("OUT 0")
    private static let question = StepAction.operator(OperatorPrompt(.confirm, text: "Is the supply off?"))
    private static let unplugged = Outcome.error(RunFault(.unplugged, port: nil, message: ""))

    struct Attempt: Sendable, CustomTestStringConvertible {
        var action: StepAction
        var outcome: Outcome
        var isSent: Bool
        var forgives = false
        var fate: StopAccount.Fate?
        var testDescription: String { "\(action) \(outcome.name) \(isSent) \(forgives)" }
    }

    @Test(arguments: [
        Attempt(action: command, outcome: .level(.pass), isSent: true, fate: .obeyed),
        Attempt(action: command, outcome: .level(.warn), isSent: true, fate: .obeyed),
        Attempt(action: command, outcome: .level(.fail), isSent: true, fate: .refused),
        Attempt(action: command, outcome: .level(.critical), isSent: true, fate: .refused),
        Attempt(action: command, outcome: .noMatch, isSent: true, fate: .refused),
        Attempt(action: command, outcome: .noMatch, isSent: true, forgives: true, fate: .obeyed),
        Attempt(
            action: command, outcome: .error(RunFault(.matchLimit, port: nil, message: "")), isSent: true,
            fate: .refused),
        Attempt(action: command, outcome: .timeout, isSent: true, fate: .unanswered),
        Attempt(action: command, outcome: .timeout, isSent: true, forgives: true, fate: .obeyed),
        Attempt(action: command, outcome: .phaseTimeout, isSent: true, forgives: true, fate: .unanswered),
        Attempt(action: command, outcome: .stopped, isSent: true, fate: .unanswered),
        Attempt(action: command, outcome: unplugged, isSent: true, fate: .unanswered),
        // A command that did not go out is not sent, whatever its step came to.
        Attempt(action: command, outcome: unplugged, isSent: false, fate: .notSent),
        Attempt(action: command, outcome: .stopped, isSent: false, fate: .notSent),
        Attempt(action: command, outcome: .timeout, isSent: false, forgives: true, fate: .notSent),
        // A babbling line said what was expected before all of the command was out.
        Attempt(action: command, outcome: .level(.pass), isSent: false, fate: .notSent),
        // A value that no step has captured leaves nothing to send.
        Attempt(action: command, outcome: .level(.fail), isSent: false, fate: .notSent),
        Attempt(action: .listen, outcome: .level(.pass), isSent: false, fate: .obeyed),
        Attempt(action: .listen, outcome: .timeout, isSent: false, fate: .unheard),
        Attempt(action: .listen, outcome: .timeout, isSent: false, forgives: true, fate: .obeyed),
        Attempt(action: .listen, outcome: unplugged, isSent: false, fate: .unheard),
        Attempt(action: question, outcome: .level(.pass), isSent: false, fate: .obeyed),
        Attempt(action: question, outcome: .level(.fail), isSent: false, fate: .unconfirmed),
        Attempt(action: question, outcome: .timeout, isSent: false, fate: .unconfirmed),
        Attempt(action: .wait(.seconds(1)), outcome: .level(.pass), isSent: false, fate: nil),
        Attempt(action: .wait(.seconds(1)), outcome: .timeout, isSent: false, fate: nil),
    ])
    func whatBecameOfAStepIsSeenInWhatWasSentAndWhatThePlanForgives(_ given: Attempt) {
        let step = StepPlan(
            id: "off", action: given.action, port: "ctl", listen: "ctl", timeout: .seconds(1),
            noMatch: given.forgives ? .warn : .fail, onTimeout: given.forgives ? .warn : .timeout)
        #expect(StopAccount.Fate(given.outcome, of: step, isSent: given.isSent) == given.fate)
    }
}
