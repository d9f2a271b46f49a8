public import Threads

/// A thread for the actors of tests that have no reactor.
public enum TestExecutor {
    public static let shared: ThreadExecutor = {
        do throws(ThreadError) { return try ThreadExecutor(name: "actors") } catch { fatalError("\(error)") }
    }()
}
