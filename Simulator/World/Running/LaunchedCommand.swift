import CLinux
import Glibc

/// The program that a world is made for.
public struct LaunchedCommand: Sendable, Hashable {
    /// Name, looked up in PATH, and arguments.
    public let arguments: [String]
    public let environment: [String: String]

    public init(arguments: [String], environment: [String: String]) {
        self.arguments = arguments
        self.environment = environment
    }

    /// The path of this program.
    public static var ownProgram: String { FileTree.linkText("/proc/self/exe") ?? "uutsim" }

    /// Starts it without any capability, in a process group of its own.
    /// - Parameter isForPeople: whether it gets the terminal, where we have it.
    func start(isForPeople: Bool) throws(WorldError) -> Int32 {
        let argv = CStrings(arguments)
        let envp = CStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        var failure = clinux_world_failure()
        let pid = clinux_world_spawn(argv.pointers, envp.pointers, isForPeople ? 1 : 0, &failure)
        guard pid > 0 else {
            let step = String(cString: failure.step)
            let reason = SystemCall.reason(failure.error)
            throw .command(
                arguments.first ?? "", reason: step == "starting the command" ? reason : "\(step): \(reason)")
        }
        return pid
    }
}

/// Strings as C's argv and envp want them: an array of pointers that ends with NULL.
private struct CStrings: ~Copyable {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: strings.count + 1)
        for (index, string) in strings.enumerated() { (pointers + index).initialize(to: strdup(string)) }
        (pointers + strings.count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deallocate()
    }
}
