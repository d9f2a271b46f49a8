import Expressions
import Testing

@Suite struct ExpressionTests {
    private let captures: [Expression.Name: String] = [
        .init(step: nil, capture: "v"): "3.31", .init(step: nil, capture: "n"): "42",
        .init(step: nil, capture: "sn"): "0042", .init(step: nil, capture: "word"): "abc",
        .init(step: nil, capture: "odd"): "nan", .init(step: "ref", capture: "v"): "3.30",
        .init(step: "rail-3v3", capture: "v"): "5", .init(step: "a.b", capture: "c"): "1",
    ]

    private func value(_ source: String) throws -> Value {
        try Expression(source).evaluate { captures[$0] }
    }

    @Test(arguments: [
        ("1 + 2 * 3", 7.0), ("(1 + 2) * 3", 9), ("10 - 4 - 3", 3), ("7 % 4", 3), ("-7 % 4", -3), ("2 * -3", -6),
        ("--2", 2), ("+2", 2), ("8 / 2 / 2", 2), ("1e3 + .5", 1000.5), ("abs(-2.5)", 2.5), ("min(3, 1, 2)", 1),
        ("max(3, 1, 2)", 3), ("round(2.5)", 3), ("round(3.14159, 2)", 3.14), ("round(1234, -2)", 1200),
        ("len('abc')", 3), ("len(word)", 3), ("v * 2", 6.62), ("v-ref.v", 3.31 - 3.30), ("n-1", 41),
        ("`rail-3v3`.v + 1", 6), ("a.b.c", 1), ("`a.b`.c + 1", 2),
    ])
    func numbers(source: String, expected: Double) throws {
        guard case .number(let number) = try value("(\(source)) * 1") else {
            Issue.record("no number")
            return
        }
        #expect(abs(number - expected) < 1e-12)
    }

    @Test(arguments: [
        ("v > 3.0", true), ("v > 3.31", false), ("v >= 3.31", true), ("v < 3", false), ("v <= 3.31", true),
        ("v == 3.310", true), ("v != 3.31", false), ("v > ref.v", true), ("ref.v == 3.3", true),
        ("sn == '0042'", true), ("sn == '42'", false), ("sn == 42", true), ("sn == n", true), ("word == 'abc'", true),
        ("word == \"abc\"", true), ("word != n", true), ("word == word", true), ("'a' == 'a'", true),
        ("true", true), ("false or true", true), ("true and false", false), ("not false", true), ("!false", true),
        ("not not true", true), ("not v > 3", false), ("not v > 4 and n == 42", true), ("!(v > 4) && n == 42", true),
        ("v > 4 || n == 42", true), ("false and true or true", true), ("true or true and false", true),
        ("(v > 4) == (n > 50)", true), ("abs(v - ref.v) <= 0.02", true), ("false and missing > 1", false),
        ("true or missing > 1", true), ("v>3 and n>1", true),
    ])
    func conditions(source: String, expected: Bool) throws {
        #expect(try value(source) == .boolean(expected))
        #expect(try Expression(source).type == .boolean)
    }

    @Test(arguments: [
        ("", "ends where", 0), ("1 +", "ends where", 3), ("(1", "ends where ')'", 2), ("1)", "unexpected ')'", 1),
        ("v = 3", "compare with ==", 2), ("a & b", "write and", 2), ("a < b < c", "two at a time", 6),
        ("v and true", "'v' is a captured text, true or false is needed", 0), ("1 + true", "'true' is", 4),
        ("'a' + 1", "''a'' is a text, a number is needed", 0), ("'a' < 'b'", "is a text, a number", 0),
        ("1 == 'a'", "is a text, a number", 5), ("true == 1", "'1' is a number, true or false", 8),
        ("not 3", "'3' is a number", 4), ("not not 3", "'3' is a number", 8), ("sqrt(2)", "known: abs, min", 0),
        ("abs()", "abs takes 1 values, not 0", 0), ("abs(1, 2)", "not 2", 0), ("min()", "not 0", 0),
        ("3v3.v > 1", "backticks", 0), ("1.2.3", "no number", 0), ("0x10", "no number", 0), ("'abc", "not closed", 0),
        ("`a` > 1", "followed by a capture", 0), ("`a`. > 1", "capture is missing", 0), ("a $ b", "unexpected '$'", 2),
        ("a b", "unexpected 'b'", 2), ("and", "unexpected 'and'", 0), ("é > 1", "unexpected 'é'", 0),
        ("len(3)", "is a number, a text is needed", 4), ("1 2", "unexpected '2'", 2),
    ])
    func errorsSayWhatAndWhere(source: String, message: String, offset: Int) throws {
        let error = try #require(throws: ExpressionError.self) { _ = try Expression(source) }
        #expect(error.description.contains(message), "\(error)")
        #expect(error.offset == offset, "\(error)")
        #expect(error.description.hasSuffix("at column \(offset + 1) of the expression"))
    }

    @Test(arguments: [
        ("gone > 1", EvaluationError.missing(.init(step: nil, capture: "gone"))),
        ("v > other.v", .missing(.init(step: "other", capture: "v"))),
        ("word > 1", .notANumber("word", value: "abc")), ("odd > 1", .notANumber("odd", value: "nan")),
        ("word < n", .notANumber("word", value: "abc")), ("1 / (n - 42) > 1", .divisionByZero("1 / (n - 42)")),
        ("n % 0 == 1", .divisionByZero("n % 0")), ("1e308 * 10 > 1", .tooLarge("1e308 * 10")),
    ])
    func whatHasNoValueSaysWhy(source: String, error: EvaluationError) throws {
        #expect(throws: error) { try value(source) }
    }

    @Test(arguments: [
        ("v > 4", ["v = 3.31"]), ("v > 3", []), ("v > 4 and n > 50", ["v = 3.31", "n = 42"]),
        ("n > 1 and v > 4", ["v = 3.31"]), ("v > 4 or n > 50", ["v = 3.31", "n = 42"]),
        ("abs(v - ref.v) < 0.001", ["abs(v - ref.v) = 0.01"]), ("v < ref.v", ["v = 3.31", "ref.v = 3.3"]),
        ("not v > 3", ["v = 3.31"]), ("sn == '42'", ["sn = '0042'"]), ("false", []),
    ])
    func aFalseConditionIsExplainedByItsValues(source: String, why: [String]) throws {
        #expect(try Expression(source).whyFalse { captures[$0] } == why)
    }

    @Test func namesAreListedOnce() throws {
        let expression = try Expression("v > ref.v and v < `rail-3v3`.v + min(ref.v, n)")
        #expect(expression.names.map(\.description) == ["v", "ref.v", "rail-3v3.v", "n"])
    }

    @Test func depthAndSizeAreBounded() throws {
        for deep in [
            String(repeating: "(", count: 900) + "1" + String(repeating: ")", count: 900),
            String(repeating: "-", count: 1_900) + "1", String(repeating: "abs(", count: 400) + "1",
        ] {
            let error = try #require(throws: ExpressionError.self) { _ = try Expression(deep) }
            #expect(error.message.contains("nested deeper"), "\(error)")
        }
        let long = try #require(throws: ExpressionError.self) {
            _ = try Expression(String(repeating: "1+", count: 1_001) + "1")
        }
        #expect(long.message.contains("at most 2000 bytes"))
        let wide = try Expression(String(repeating: "1+", count: 990) + "1 == 991")
        #expect(try wide.evaluate { _ in nil } == .boolean(true))
    }

    /// Any bytes are an expression or an error, never a crash.
    @Test func anyTextIsReadOrRefused() {
        var state: UInt64 = 42
        let pieces = [
            "1", "v", "a.b", "'", "\"", "`", "(", ")", "+", "-", "!", "==", "<", "and ", "or ", "not ", "abs(", ",",
            " ", "é", "\0", ".",
        ]
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<Int(state % 12) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            do {
                let expression = try Expression(text)
                _ = try? expression.evaluate { _ in "1" }
                _ = expression.whyFalse { _ in "1" }
            } catch {
                #expect(error.offset <= text.utf8.count)
            }
        }
    }
}
