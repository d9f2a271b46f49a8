internal import RigModel

/// A plan as it is to be written: keys and values as their text in YAML, and comments.
struct PlanDraft {
    var bib: String
    var description = ""
    var comments: [String] = []
    var uuts: [UUT] = []

    var raisesHardware: Bool { uuts.contains { $0.phases.values.joined().contains(where: \.raisesHardware) } }

    struct UUT {
        var id: String
        var comments: [String] = []
        var ports: [Port] = []
        var phases: [Phase: [Step]] = [:]
    }

    struct Port {
        var alias: String
        var comments: [String] = []
        var keys: [Key] = []
    }

    struct Step {
        var id: String
        var comments: [String] = []
        var keys: [Key] = []
        /// By level, patterns without quotation marks.
        var levels: [Key] = []
        /// Whether the original raises a line of the rig when the step is CRITICAL.
        var raisesHardware = false
    }

    struct Key {
        var name: String
        var value: String
        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
