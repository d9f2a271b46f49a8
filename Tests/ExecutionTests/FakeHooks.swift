import Execution
import Locking
import RigModel

/// Writes down what the lines of a plan do.
final class FakeHooks: HookRunner {
    private let kept = Lock<[String]>([])

    func set(_ line: HookLine, to isRaised: Bool, for request: ExecutionRequest, _ hooks: Hooks) {
        kept.withLock { $0.append("\(line.rawValue) \(isRaised ? "on" : "off")") }
    }

    var changes: [String] { kept.withLock { $0 } }
}
