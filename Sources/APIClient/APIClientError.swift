public import RigModel

/// Why a question to the service got no answer.
public enum APIClientError: Error, Sendable, CustomStringConvertible {
    /// Nobody answers there.
    case unreachable(APIAddress, reason: String)
    /// The service answered with an error.
    case problem(API.Problem)
    /// The answer is not what this version understands.
    case unintelligible(String)
    /// The connection broke while events were read.
    case lost(APIAddress, reason: String)

    public var description: String {
        switch self {
        case .unreachable(let address, let reason):
            "no service answers at \(address) (\(reason)); start one with `portpool serve`, or name another with --address"
        case .problem(let problem): problem.detail ?? problem.title
        case .unintelligible(let what): "the service's answer is not understood: \(what); are both of one version?"
        case .lost(let address, let reason): "the connection to \(address) was lost: \(reason)"
        }
    }
}
