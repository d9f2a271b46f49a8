/// Why a campaign cannot be run, or could not be run to its end.
public enum CampaignError: Error, Sendable, Hashable, CustomStringConvertible {
    /// With every problem as `file:line:column: what`.
    case plan(String)
    case unfit(plan: String, reason: String)
    case noBoard(plan: String)
    case bench(String)
    /// None of the faults that are wanted is there on this bench: one line for each reason.
    case nothing([String])
    case folder(path: String, reason: String)
    /// Where the result was to go.
    case report(path: String, reason: String)
    case program(name: String, looked: [String])
    case station(reason: String, output: String)
    /// One line for each unit that is not well without any fault.
    case unhealthy([String])

    public var description: String {
        switch self {
        case .plan(let problems): problems
        case .unfit(let plan, let reason): "\(plan): \(reason)"
        case .noBoard(let plan):
            "\(plan): no board of the bench fits this plan; give a bench that has one (see 'match' in the plan, 'usb' in the "
                + "boards' scripts)"
        case .bench(let text): text
        case .nothing(let reasons):
            "none of these faults can be tried here; choose others with --kind, or another bench:\n"
                + reasons.map { "  \($0)" }.joined(separator: "\n")
        case .folder(let path, let reason): "\(path): \(reason)"
        case .report(let path, let reason):
            "\(path): cannot be written: \(reason); give the path of a file in a folder that is there"
        case .program(let name, let looked):
            "\(name) was not found; build it, or give its path with --service (looked at \(looked.joined(separator: ", ")))"
        case .station(let reason, let output):
            reason + (output.isEmpty ? "" : "; it said:\n\(output)")
        case .unhealthy(let units):
            "without any fault the bench is not well, so no fault can be judged; mend the plan or the boards first:\n"
                + units.map { "  \($0)" }.joined(separator: "\n")
        }
    }

    /// The exit code of `uutsim`: 4 a plan or bench that cannot be used, 2 the rest.
    public var exitCode: Int32 {
        switch self {
        case .plan, .unfit, .noBoard, .bench, .nothing: 4
        case .folder, .report, .program, .station, .unhealthy: 2
        }
    }
}
