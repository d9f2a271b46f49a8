internal import RigModel

/// A part of a path that names something.
enum PathParameter: String, Sendable, Hashable, CaseIterable {
    case port, bib, uut, run, execution, lease, alert

    /// Whether the text can be such a name at all; what cannot is refused before it goes anywhere.
    func admits(_ text: String) -> Bool {
        switch self {
        case .port, .bib: return BIBID.isPlainName(text)
        case .uut: return UUTInstanceID(text).isInstanceName
        case .execution: return ExecutionID(text).isWellFormed
        case .lease: return LeaseID(text).isWellFormed
        case .alert: return AlertID(text).isWellFormed
        case .run: return text == Self.newestRun || ExecutionID(text).isWellFormed
        }
    }

    /// In the place of a run's id: the newest run of the unit.
    static let newestRun = "latest"

    /// Patterns of the names (ECMA 262), as the description of the API has them.
    static let plainName = "[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}"
    static let instanceName = "\(plainName)(@\(plainName))?"

    var schema: Schema {
        switch self {
        case .port, .bib: .text(pattern: "^\(Self.plainName)$")
        case .uut: .text(pattern: "^\(Self.instanceName)$")
        case .execution, .alert: .text(pattern: "^[0-9A-Z]{26}$")
        case .lease: .text(pattern: "^(run-)?[0-9A-Z]{26}$")
        case .run: .text(pattern: "^([0-9A-Z]{26}|\(Self.newestRun))$")
        }
    }

    var expected: String {
        switch self {
        case .port: "the id of a port, such as FT7ABCDE-A"
        case .bib: "the id of a BIB: letters, digits, _ . -"
        case .uut: "the id of a unit, or unit@board"
        case .execution: "the id of an execution: 26 letters and digits"
        case .lease: "the id of a lease: 26 letters and digits, behind 'run-' where a run holds it"
        case .alert: "the id of an alert: 26 letters and digits"
        case .run: "the id of an execution, or 'latest'"
        }
    }
}

extension UUTInstanceID {
    /// A plain name, or two joined by one `@`.
    var isInstanceName: Bool {
        let parts = rawValue.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.allSatisfy { Self.isPlainName(String($0)) }
    }
}
