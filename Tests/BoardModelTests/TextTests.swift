import Testing

@testable import BoardModel

/// Templates and expressions.
@Suite struct TextTests {
    private let surroundings = Surroundings(
        captures: ["x": Array("7".utf8), "raw": [0xFF, 0x00]],
        variables: ["volts": .number(3.3), "x": .text("hidden"), "neg": .number(-0.004), "name": .text("AB")])

    @Test(arguments: [
        ("plain", "plain"), ("V=${volts}", "V=3.3"),
        ("${volts:%.2f}|${volts:%8.3f}|${volts:%-6.1f}|", "3.30|   3.300|3.3   |"),
        ("${x}", "7"), ("${x:%03d}${x:%x}", "0077"), ("$${x}", "${x}"), ("$5 ${name:%4s}", "$5   AB"),
        ("${neg:%.2f}", "0.00"), ("${neg:%.3f}", "-0.004"), ("${volts:%d}", "3"), ("${volts:%06.2f}", "003.30"),
    ])
    func fillsATemplate(template: String, expected: String) throws {
        let bytes = try ReplyTemplate(template).bytes(in: surroundings)
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test func groupsKeepBytesThatAreNoText() throws {
        #expect(try ReplyTemplate("<${raw}>").bytes(in: surroundings) == [0x3C, 0xFF, 0x00, 0x3E])
    }

    @Test(arguments: [
        ("${volts", TextError.unclosedBrace("${volts")), ("${1}", .badName("1")), ("${a b}", .badName("a b")),
        ("${volts:%.2g}", .badFormat("%.2g")), ("${volts:.2f}", .badFormat(".2f")),
        ("${volts:%999f}", .badFormat("%999f")),
    ])
    func refusesABadTemplate(template: String, error: TextError) {
        #expect(throws: error) { try ReplyTemplate(template) }
    }

    @Test(arguments: [
        ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("10 / 4", "2.5"), ("2 - 3 - 4", "-5"), ("-(2) * -x", "14"),
        ("x + 1", "8"), ("'A' + x", "A7"), ("name + 'C'", "ABC"), ("volts*2", "6.6"), ("'7' * 2", "14"),
    ])
    func evaluates(expression: String, expected: String) throws {
        var dice = SeededGenerator(seed: 1)
        #expect(try Expression(expression).value(in: surroundings, using: &dice).description == expected)
    }

    @Test func jitterStaysWithinItsWidth() throws {
        var dice = SeededGenerator(seed: 1)
        let expression = try Expression("jitter(2)")
        let values = try (0..<1000).map { _ in try #require(try expression.value(in: surroundings, using: &dice).number)
        }
        #expect(values.allSatisfy { (-2...2).contains($0) })
        #expect((values.min() ?? 0) < -1.9)
        #expect((values.max() ?? 0) > 1.9)
    }

    @Test(arguments: ["", "1 +", "(1", "1)", "* 2", "1 2", "'a", "1..2", "jitter(", "a b", "1 ^ 2", "é"])
    func refusesABadExpression(text: String) {
        #expect(throws: TextError.self) { try Expression(text) }
    }
    @Test func refusesEndlessNesting() {
        #expect(throws: TextError.tooDeep) { try Expression(String(repeating: "(", count: 10_000) + "1") }
    }
    @Test func whatHasNoValueSaysWhy() throws {
        var dice = SeededGenerator(seed: 1)
        #expect(throws: EvaluationError.divisionByZero("1 / 0")) {
            try Expression("1 / 0").value(in: surroundings, using: &dice)
        }
        #expect(throws: EvaluationError.notANumber("name * 2", "AB")) {
            try Expression("name * 2").value(in: surroundings, using: &dice)
        }
    }

    @Test func theDiceAreThoseOfThePaper() {
        // First outputs of SplitMix64 for seed 1234567, as published with the algorithm's reference in C.
        var dice = SeededGenerator(seed: 1_234_567)
        #expect((0..<3).map { _ in dice.next() } == [6457827717110365317, 3203168211198807973, 9817491932198370423])
    }
}
