import Foundation
import Plans
import Testing

/// The JSON Schema is held against the reader, and plans against the schema.
struct SchemaTests {
    /// Each mapping of the language: where its keys stand in the schema, and a plan with a key `%` in it.
    private static let places: [(pointer: [String], plan: String)] = {
        func top(_ key: String) -> String {
            Fixture.text(steps: "- { id: a, send: A }").replacing("uuts:", with: "\(key)\nuuts:")
        }
        func step(_ step: String) -> String { Fixture.text(steps: step) }
        let unit = Fixture.text(steps: "- { id: a, send: A }")
        func phase(_ name: String, _ keys: String) -> String {
            unit.replacing("    test:", with: "    \(name): { steps: [], \(keys) }\n    test:")
        }
        return [
            ([], top("%: 1")),
            (["$defs", "match"], unit.replacing("product:", with: "%: 1, product:")),
            (["$defs", "defaults"], unit.replacing("{}", with: "{ %: 1 }")),
            (["properties", "schedule"], top("schedule: { every: 1m, %: 1 }")),
            (["$defs", "safeStateStep"], top("safe_state: [ { send: A, %: 1 } ]")),
            (["$defs", "hooks"], top("hooks: { %: 1 }")),
            (["$defs", "hookOutput"], top("hooks: { active: { file: /x, %: 1 } }")),
            (["$defs", "hooks", "properties", "signal"], top("hooks: { signal: { file: /x, %: 1 } }")),
            (["$defs", "uut"], unit.replacing("ports:", with: "%: 1\n    ports:")),
            (
                ["$defs", "uut", "properties", "serial_from"],
                unit.replacing("ports:", with: "serial_from: { %: 1 }\n    ports:")
            ),
            (["$defs", "port"], unit.replacing("channel: A", with: "channel: A, %: 1")),
            (["$defs", "phase", "oneOf", "1"], phase("start", "%: 1")),
            (["$defs", "phase", "oneOf", "1"], phase("stop", "%: 1")),
            (
                ["$defs", "test", "oneOf", "1"],
                unit.replacing("    test:\n", with: "    test:\n      %: 1\n      steps:\n").replacing(
                    "      - {", with: "        - {")
            ),
            (
                ["$defs", "loop"],
                unit.replacing("    test:\n", with: "    test:\n      loop: { times: 1, %: 1 }\n      steps:\n")
                    .replacing("      - {", with: "        - {")
            ),
            (["$defs", "step"], step("- { id: a, send: A, expect: B, %: 1 }")),
            (["$defs", "operator"], step("- { id: a, operator: { scan: A, %: 1 } }")),
            (["$defs", "levels"], step("- { id: a, send: A, levels: { pass: A, %: 1 } }")),
            (["$defs", "retries"], step("- { id: a, send: A, retries: { %: 1 } }")),
            (
                ["$defs", "measure", "additionalProperties"],
                step("- { id: a, send: A, expect: '(?<v>.)', measure: { v: { unit: V, min: 1, %: 1 } } }")
            ),
        ]
    }()

    /// All keys of the language.
    static let keys: Set<String> = {
        var found: Set<String> = []
        func walk(_ value: Any) {
            if let list = value as? [Any] { list.forEach(walk) }
            guard let map = value as? [String: Any] else { return }
            if map["additionalProperties"] as? Bool == false, let properties = map["properties"] as? [String: Any] {
                found.formUnion(properties.keys)
            }
            map.values.forEach(walk)
        }
        if let schema = try? JSONSerialization.jsonObject(with: Data(PlanSchema.text.utf8)) { walk(schema) }
        return found
    }()

    /// By key, the words that may stand behind it, where these are few and fixed.
    static let words: [String: Set<String>] = {
        var found: [String: Set<String>] = [:]
        guard let schema = try? JSONSerialization.jsonObject(with: Data(PlanSchema.text.utf8)) as? [String: Any],
            let definitions = schema["$defs"] as? [String: Any]
        else { return found }
        func walk(_ value: Any, _ key: String?) {
            if let list = value as? [Any] { list.forEach { walk($0, key) } }
            guard let map = value as? [String: Any] else { return }
            if let key, let words = map["enum"] as? [String] { found[key, default: []].formUnion(words) }
            if let key, let name = (map["$ref"] as? String)?.split(separator: "/").last,
                let words = (definitions[String(name)] as? [String: Any])?["enum"] as? [String]
            {
                found[key, default: []].formUnion(words)
            }
            for (name, inner) in map["properties"] as? [String: Any] ?? [:] { walk(inner, name) }
            for name in ["oneOf", "anyOf", "allOf", "items"] { map[name].map { walk($0, key) } }
            map["additionalProperties"].map { walk($0, nil) }
            for inner in (map["$defs"] as? [String: Any] ?? [:]).values { walk(inner, nil) }
        }
        walk(schema, nil)
        return found
    }()

    private let schema: [String: Any]

    init() throws {
        schema = try #require(try JSONSerialization.jsonObject(with: Data(PlanSchema.text.utf8)) as? [String: Any])
    }

    private func keys(at pointer: [String]) -> Set<String> {
        var place: Any? = schema
        for part in pointer {
            place =
                if let list = place as? [Any], let index = Int(part) { list[index] } else {
                    (place as? [String: Any])?[part]
                }
        }
        let properties = (place as? [String: Any])?["properties"] as? [String: Any]
        return Set(properties?.keys.map { $0 } ?? [])
    }

    /// The reader names the keys that it knows where it is given one that it does not.
    @Test(arguments: places.indices)
    func theReaderAndTheSchemaKnowTheSameKeys(index: Int) throws {
        let (pointer, plan) = Self.places[index]
        let messages = Fixture.problems(plan.replacing("%", with: "qqqqqqqqqqqqqqqqqqqqqqqq"))
        let message = try #require(messages.first { $0.contains("unknown key 'qqq") }, "\(messages)")
        let known = try #require(message.split(separator: "known here: ").last)
        #expect(Set(known.split(separator: ", ").map(String.init)) == keys(at: pointer))
    }

    /// No mapping of the schema is missing above.
    @Test func everyMappingOfTheSchemaIsHeldAgainstTheReader() {
        let named = Set(Self.places.map { $0.pointer.joined(separator: "/") })
        func walk(_ value: Any, _ path: [String]) {
            if let list = value as? [Any] {
                for (index, element) in list.enumerated() { walk(element, path + ["\(index)"]) }
            } else if let map = value as? [String: Any] {
                if map["additionalProperties"] as? Bool == false {
                    #expect(named.contains(path.joined(separator: "/")), "\(path)")
                }
                for (key, element) in map { walk(element, path + [key]) }
            }
        }
        walk(schema, [])
    }

    @Test func plansOfTheDemoTheHelpAndTheTestsFitTheSchema() async throws {
        var plans: [String: String] = [:]
        for stem in try Fixture.stems(in: "bibs", ending: ".yaml") {
            plans[stem] = try Fixture.text("bibs/\(stem).yaml")
        }
        plans["every_key"] = try Fixture.text("plans/every_key.yaml")
        for (name, plan) in GuideTests.plans { plans["help \(name)"] = plan }
        for (number, plan) in try GuideTests.readmePlans().enumerated() { plans["README \(number)"] = plan }
        #expect(plans.count >= 20)
        let complaints = try await SchemaValidator().complaints(about: plans)
        #expect(complaints == [:])
    }

    /// The schema finds the end of the range by the digits.
    @Test func theReaderAndTheSchemaKnowTheSameDurations() async throws {
        let written = [
            "1ms", "0007s", "9d", "99d", "100d", "299d", "300d", "359d", "364d", "364.9d", "365d", "365.00d", "365.01d",
            "366d",
            "370d", "400d", "999d", "1000d", "00365d", "00366d", "8759.9h", "8760h", "8761h", "8800h", "9000h",
            "10000h",
            "525599m", "525600m", "525601m", "525610m", "530000m", "600000m", "31536000s", "31536001s", "31536010s",
            "31537000s", "40000000s", "31535999999ms", "31536000000ms", "31536000001ms", "999999999999ms", "1w", "5",
        ]
        var plans: [String: String] = [:]
        for duration in written {
            plans["timeout \(duration)"] = Fixture.text(steps: "- { id: a, send: A, timeout: \(duration) }")
            plans["frame \(duration)"] = Fixture.text(steps: "- { id: a, send: A }").replacing(
                "{ channel: A }", with: "{ channel: A, frame: idle \(duration) }")
        }
        let refused = plans.filter { !Fixture.problems($0.value).isEmpty }.keys.sorted()
        #expect(refused.count == 46)
        #expect(try await SchemaValidator().complaints(about: plans).keys.sorted() == refused)
    }

    @Test(arguments: [
        "unknown_keys", "wrong_kinds", "missing", "names", "policies", "hook_commands", "loops", "units", "limits",
        "no_uuts",
        "no_version", "other_version", "safe_state", "operators", "durations", "nothing",
    ])
    func plansOfAWrongShapeDoNotFitTheSchema(stem: String) async throws {
        let complaints = try await SchemaValidator().complaints(about: [stem: try Fixture.text("broken/\(stem).yaml")])
        #expect(complaints[stem]?.isEmpty == false)
    }
}
