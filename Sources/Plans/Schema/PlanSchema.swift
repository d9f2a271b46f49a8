internal import RigModel

/// The plan language as a JSON Schema (draft 2020-12), for editors: completion, hints and marks while one types.
///
/// It knows every key and every word. What only the whole plan shows (names that are not there, patterns that do not
/// compile, limits the wrong way round) is found by ``PlanLoader``.
public enum PlanSchema {
    /// The schema, ready to be saved.
    public static let text = schema.json() + "\n"

    private static var schema: SchemaValue {
        SchemaValue.object(required: ["version", "bib", "match", "uuts"], topLevel)
            .with("$schema", "https://json-schema.org/draft/2020-12/schema")
            .with("title", "Plan of a BIB (portpool help plan)")
            .with("$defs", .map(definitions))
    }

    private static var topLevel: [(key: String, value: SchemaValue)] {
        [
            ("version", ["const": 1]),
            ("bib", .reference("name").described("The BIB's id: the stem of the file's name.")),
            ("description", .reference("text").described("What people read.")),
            (
                "boards",
                SchemaValue.words(of: BoardCount.self).described("How many boards of this kind may be plugged in.")
            ),
            ("match", .reference("match").described("Which boards the plan is for: every key that is given must fit.")),
            ("defaults", .reference("defaults").described("For every step that does not say otherwise.")),
            (
                "resources",
                SchemaValue.list(of: .reference("name")).described("Things that units share, a meter for instance.")
            ),
            (
                "safe_state",
                SchemaValue.list(of: .reference("safeStateStep")).described("Sent after STOP on every way out.")
            ),
            (
                "recovery",
                SchemaValue.words(of: RecoveryPolicy.self).described(
                    "What is done for a run that the service left unfinished when it died.")
            ),
            ("on_plug", SchemaValue.words(of: PlugPolicy.self).described("What happens when a board is plugged in.")),
            (
                "schedule",
                SchemaValue.object(required: ["every"], [("every", .reference("duration"))]).described(
                    "Runs by the clock, from the begin of one to that of the next.")
            ),
            ("hooks", .reference("hooks").described("Lines to the outside, and one that ends a loop.")),
            ("uuts", SchemaValue.list(of: .reference("uut")).with("minItems", 1).described("The units under test.")),
        ]
    }

    private static var definitions: [(key: String, value: SchemaValue)] {
        [
            ("text", ["type": ["string", "number", "boolean"]]),
            ("name", ["type": ["string", "number", "boolean"], "pattern": "^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}$"]),
            (
                "duration",
                SchemaValue.map([("type", "string"), ("pattern", .text("^(\(DurationPattern.body))$"))]).described(
                    "500ms, 3s, 2m, 1h, 30d; 365d at most.")
            ),
            ("percentage", ["type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?%$"]),
            ("pattern", SchemaValue.reference("text").described("PCRE, best in single quotation marks.")),
            ("patterns", .oneOrMany(.reference("pattern"))),
            ("path", ["type": "string", "pattern": "^/"]),
            ("usbID", ["type": ["string", "integer"], "pattern": "^[0-9A-Fa-f]{4}$"]),
            (
                "match",
                SchemaValue.object([
                    ("product", ["type": ["string", "number"], "minLength": 1]), ("vid", .reference("usbID")),
                    ("pid", .oneOrMany(.reference("usbID"))), ("serial", .reference("pattern")),
                ]).with("minProperties", 1)
            ),
            ("defaults", .object(StepSchema.policies + [("eol", SchemaValue.words(of: EndOfLine.self))])),
            (
                "safeStateStep",
                .object(
                    required: ["send"],
                    [("send", .reference("text")), ("port", .reference("name")), ("timeout", .reference("duration"))])
            ),
            ("hookOutput", hookOutput),
            (
                "hooks",
                .object([
                    ("critical", SchemaValue.reference("hookOutput").described("Raised when a run is CRITICAL.")),
                    ("active", SchemaValue.reference("hookOutput").described("Raised while a run is under way.")),
                    (
                        "ready",
                        SchemaValue.reference("hookOutput").described("Raised from the good end of START to STOP.")
                    ),
                    (
                        "signal",
                        SchemaValue.object(
                            required: ["file"], [("file", .reference("path")), ("every", .reference("duration"))]
                        ).described("1 in this file ends a loop 'until: signal'.")
                    ),
                ])
            ),
            ("port", port),
        ] + StepSchema.definitions
    }

    private static var hookOutput: SchemaValue {
        let words: SchemaValue = ["type": "array", "items": .reference("text"), "minItems": 1]
        return SchemaValue.object([
            ("file", SchemaValue.reference("path").described("1 and 0 are written to it.")),
            ("command", words.described("A program and its arguments.")),
            ("off", words.described("The command that lowers the line.")),
            ("pulse", SchemaValue.reference("duration").described("Lowered by itself after so long.")),
            ("deadline", SchemaValue.reference("duration").described("For writing, or for the command.")),
        ])
        .with("oneOf", [["required": ["file"]], ["required": ["command"]]])
        .with("dependentRequired", ["off": ["command"]])
    }

    private static var port: SchemaValue {
        // To YAML a bare 7E1 is a number.
        let frame: SchemaValue = [
            "type": ["string", "number"],
            "pattern": .text("^([5-8][NEOMSneoms][12]|lines|idle (\(DurationPattern.body)))$"),
        ]
        return .object(
            required: ["channel"],
            [
                ("channel", ["enum": .list(Channel.allCases.map { .text($0.description) })]),
                ("baud", .whole(from: 50, to: 12_000_000)),
                ("frame", SchemaValue.oneOrMany(frame).described("8N1, and what ends a frame: lines, or idle 20ms.")),
                ("flow", .words(of: LineSettings.Flow.self)),
                ("dtr", .words(of: LineSettings.ModemLine.self)),
                ("rts", .words(of: LineSettings.ModemLine.self)),
                ("hupcl", ["type": "boolean"]),
                ("low_latency", ["type": "boolean"]),
                ("eol", SchemaValue.words(of: EndOfLine.self).described("Added to what is sent as text.")),
                ("settle", SchemaValue.reference("duration").described("Rest after the line was opened.")),
                ("pace", SchemaValue.reference("duration").described("Rest between two bytes that are sent.")),
            ])
    }
}
