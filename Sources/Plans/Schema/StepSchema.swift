internal import RigModel

/// Units, phases and steps in the JSON Schema of plans.
enum StepSchema {
    /// The keys that `defaults` may give.
    static var policies: [(key: String, value: SchemaValue)] {
        [
            ("timeout", SchemaValue.reference("duration").described("From the first byte sent to the judgement.")),
            ("no_match", SchemaValue.words(of: NoMatchPolicy.self).described("What answers mean that fit no pattern.")),
            (
                "no_match_after",
                SchemaValue.whole(from: 1, to: 1_000_000).described("Judge 'no match' after so many frames.")
            ),
            ("on_timeout", SchemaValue.words(of: TimeoutPolicy.self).described("What silence means.")),
            ("on_fail", SchemaValue.words(of: FailPolicy.self).described("Where the run goes after FAIL or TIMEOUT.")),
            ("retries", .reference("retries")),
            ("ignore", SchemaValue.reference("patterns").described("Frames that are recorded and not judged.")),
            (
                "echo",
                SchemaValue.words(of: EchoPolicy.self).described("What is done with the unit's echo of the command.")
            ),
            ("quiet_before", SchemaValue.reference("duration").described("The line must be silent so long first.")),
        ]
    }

    static var definitions: [(key: String, value: SchemaValue)] {
        [
            (
                "retries",
                SchemaValue.object([
                    ("count", .whole(from: 0, to: 1000)), ("delay", .reference("duration")),
                    ("on", .oneOrMany(.words(of: RetryCause.self))),
                ]).described("Attempts beyond the first.")
            ),
            ("uut", uut),
            ("steps", .list(of: .reference("step"))),
            ("phase", ["oneOf": [.reference("steps"), .object(required: ["steps"], phase)]]),
            (
                "test",
                [
                    "oneOf": [
                        SchemaValue.reference("steps"),
                        .object(required: ["steps"], phase + [("loop", .reference("loop"))]),
                    ]
                ]
            ),
            ("loop", loop),
            ("levels", levels),
            ("measure", measure),
            ("operator", prompt),
            ("step", step),
        ]
    }

    private static var uut: SchemaValue {
        .object(
            required: ["id", "ports", "test"],
            [
                ("id", .reference("name")),
                (
                    "serial_from",
                    SchemaValue.object(
                        required: ["step", "capture"], [("step", .reference("name")), ("capture", .reference("text"))]
                    ).described("Where the unit's own serial number is read.")
                ),
                ("resources", SchemaValue.list(of: .reference("name")).described("Taken with the ports.")),
                ("deadline", SchemaValue.reference("duration").described("For START and TEST together.")),
                (
                    "ports",
                    [
                        "type": "object", "minProperties": 1, "additionalProperties": .reference("port"),
                        "propertyNames": ["pattern": "^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}$"],
                    ]
                ),
                ("start", .reference("phase")),
                ("test", .reference("test")),
                ("stop", SchemaValue.reference("phase").described("Carried out on every way out.")),
            ])
    }

    private static var phase: [(key: String, value: SchemaValue)] {
        [("deadline", .reference("duration")), ("steps", .reference("steps"))]
    }

    private static var loop: SchemaValue {
        SchemaValue.object([
            ("times", .whole(from: 1, to: 1_000_000)), ("for", .reference("duration")), ("until", ["const": "signal"]),
        ]).with("minProperties", 1).with("maxProperties", 1)
    }

    private static var levels: SchemaValue {
        let keys = Level.allCases.reversed().map { ($0.rawValue.lowercased(), SchemaValue.reference("patterns")) }
        return SchemaValue.object(keys).with("minProperties", 1)
    }

    private static var measure: SchemaValue {
        let limits = SchemaValue.object(
            required: ["unit"],
            [
                ("unit", .reference("text")), ("min", ["type": "number"]), ("max", ["type": "number"]),
                ("marginal", SchemaValue.reference("percentage").described("WARN so near to a limit.")),
            ]
        )
        .with("anyOf", [["required": ["min"]], ["required": ["max"]]])
        .with("dependentRequired", ["marginal": ["min", "max"]])
        return ["type": "object", "additionalProperties": limits]
    }

    private static var prompt: SchemaValue {
        SchemaValue.object([
            ("scan", SchemaValue.reference("text").described("Asks for a text, typed or scanned.")),
            ("confirm", SchemaValue.reference("text").described("Asks for yes or no.")),
        ]).with("minProperties", 1).with("maxProperties", 1)
    }

    private static var step: SchemaValue {
        let keys: [(key: String, value: SchemaValue)] = [
            ("id", .reference("name")),
            ("send", SchemaValue.reference("text").described("Text; the port's end of line is added.")),
            ("send_hex", ["type": ["string", "integer"], "pattern": "^ *([0-9A-Fa-f] *[0-9A-Fa-f] *)+$"]),
            ("send_file", SchemaValue.reference("text").described("A file beside the plan, 1 MiB at most.")),
            ("wait", SchemaValue.reference("duration").described("Does nothing, so long.")),
            ("operator", .reference("operator")),
            ("port", SchemaValue.reference("name").described("Where it is sent; the unit's first port.")),
            ("listen", SchemaValue.reference("name").described("Where the answer is expected; as 'port'.")),
            ("expect", SchemaValue.reference("patterns").described("Short for levels.pass.")),
            ("levels", .reference("levels")),
            ("measure", .reference("measure")),
            ("require", SchemaValue.reference("text").described("A condition over captures: v > 3.0 and v < ref.v.")),
            ("until", SchemaValue.reference("pattern").described("Judge the frames up to here, joined.")),
        ]
        let actions = StepActionReader.keys
        let pairs = actions.indices.flatMap { first in
            actions[(first + 1)...].map { second -> SchemaValue in
                ["required": [.text(actions[first]), .text(second)]]
            }
        }
        return SchemaValue.object(required: ["id"], keys + policies).with("not", ["anyOf": .list(pairs)])
    }
}
