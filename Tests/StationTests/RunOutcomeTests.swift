import RigModel
import Testing

@testable import portpool

@Suite struct RunOutcomeTests {
    @Test func noVerdictAtAllIsNoSuccess() {
        #expect(ExitStatus.of([]) == ExitStatus.rigError)
        #expect(ExitStatus.of([.pass, .warn]) != ExitStatus.rigError)
    }

    @Test func anErrorNobodyForesawIsNoFailOfAUnit() {
        struct Odd: Error {}
        #expect(ExitStatus.ofUnforeseen(Odd())?.code == ExitStatus.rigError)
        #expect(ExitStatus.ofUnforeseen(ExitStatus.of([.fail])) == nil)
    }

    @Test func whatABoardSaysOfItselfMovesNoCursor() {
        var table = Table("PRODUCT", "NOTE")
        table.add("\u{1b}[2Jevil\r", "a\nb \\x00")
        #expect(table.text.split(separator: "\n").last?.hasPrefix("\\x1b[2Jevil\\r  a\\nb \\x00") == true)
    }
}
