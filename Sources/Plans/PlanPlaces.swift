internal import RigModel
internal import StrictYAML

/// Where the parts of a plan stand in its file, for what is found out later than the reading.
struct PlanPlaces: Sendable {
    /// Of the top level.
    var keys: [String: SourceLocation] = [:]
    var resources: [ResourceID: SourceLocation] = [:]
    var serial: LocatedPattern?
    /// In the order of the plan's units.
    var uuts: [UUTPlaces] = []
}

/// Where the parts of a unit stand.
struct UUTPlaces: Sendable {
    var uut: SourceLocation
    var keys: [String: SourceLocation] = [:]
    /// By alias.
    var ports: [String: SourceLocation] = [:]
    /// By id.
    var steps: [String: StepPlaces] = [:]
}

/// Where the parts of a step stand.
struct StepPlaces: Sendable {
    var step: SourceLocation
    var keys: [String: SourceLocation]
    /// Of levels in the order of trying, then of `ignore` and `until`.
    var patterns: [LocatedPattern] = []
    /// What its text and its condition take from what was captured.
    var references: [(name: CaptureName, place: SourceLocation)] = []

    /// Of a key, or of the step where the key comes from the defaults.
    func place(of key: String) -> SourceLocation { keys[key] ?? step }
    func patterns(_ role: PatternRole) -> [LocatedPattern] { patterns.filter { $0.role == role } }
}

/// What a pattern is for.
enum PatternRole: Sendable, Hashable {
    case level(Level), ignore, until, serial

    /// As the file names it.
    var name: String {
        switch self {
        case .level(let level): level.rawValue.lowercased()
        case .ignore: "ignore"
        case .until: "until"
        case .serial: "serial"
        }
    }
}

/// A pattern of a file that compiles.
struct LocatedPattern: Sendable {
    var role: PatternRole
    var source: String
    var captures: [String]
    var location: SourceLocation

    var text: PatternText { PatternText(source) }
}

/// Names what a step captured: `step.capture`, or `capture` of the step itself.
struct CaptureName: Sendable, Hashable {
    var step: String?
    var capture: String

    var text: String { step.map { "\($0).\(capture)" } ?? capture }
}
