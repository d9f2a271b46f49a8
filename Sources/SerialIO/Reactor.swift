internal import CLinux
internal import Glibc
internal import Locking
internal import Synchronization

/// One thread that waits for all lines at once, and the executor of everything that uses them.
///
/// The thread runs jobs, then waits in epoll for the descriptors of ``register(_:onHangUp:)`` and the earliest deadline, then resumes who waited.
/// An actor whose `unownedExecutor` is a reactor runs on that thread: it waits and is resumed without a change of thread, and its state needs
/// no lock. Nothing that blocks may run there; see ``offload(until:isolation:_:)``.
///
/// Cancelling a task ends no wait: only readiness, deadlines and interruptions do, so that a run that is being stopped can still
/// send its last commands.
///
/// There may be any number of reactors. Each lives until ``shutdown()``.
public final class Reactor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    // Unchecked: `inbox` is a lock, `threadID` atomic, and `lane` set before anybody else has the reactor; every other `var` belongs to
    // the reactor's thread alone, which `preconditionOnThread()` checks at each entry from outside.

    /// The most jobs run before the descriptors are looked at again, so that a flood on one line does not starve the others.
    private static let jobsBetweenPolls = 64
    static let eventCapacity = 128

    /// The thread's name, of which Linux shows 15 bytes.
    public let name: String

    /// How the error counters of lines are read.
    let countErrors: LineErrors.Reader
    let epoll: Descriptor
    let bell: Descriptor
    let inbox = Lock(ReactorInbox())
    /// The executor of the actors here. Set once, in `init`; it cannot be made before `self` is.
    private(set) var lane: ReactorLane!
    private let threadID = Atomic<UInt>(0)

    // The reactor's thread only:
    var jobs: [ReactorJob] = []
    var registrations: [Registration?] = []
    var waiters = Waiters()
    var deadlines = DeadlineHeap()
    var isStopping = false
    let events = UnsafeMutablePointer<clinux_ready>.allocate(capacity: eventCapacity)

    /// Starts the thread.
    ///
    /// - Parameter countErrors: reads the error counters of lines; pseudo terminals have none, so tests bring their own.
    public init(name: String = "reactor", countErrors: @escaping LineErrors.Reader = LineErrors.driver)
        throws(ReactorError)
    {
        self.name = name
        self.countErrors = countErrors
        epoll = try Self.open("epoll_create1", clinux_epoll_create())
        bell = try Self.open("eventfd", clinux_eventfd())
        guard clinux_epoll_add(epoll.raw, bell.raw, clinux_epoll_in | clinux_epoll_edge) == 0 else {
            throw .cannotWatch(fd: bell.raw, errno: errno)
        }
        lane = ReactorLane(self)
        let thread = try startThread()
        inbox.withLock { $0.thread = thread }
    }

    deinit {
        events.deallocate()
    }

    /// Ends all waits as interrupted, runs what is still queued, and ends the thread. Call it from another thread, which waits for that.
    ///
    /// A job that comes later is still run, on a thread of its own, and its waits end at once.
    public func shutdown() {
        precondition(!isOnThread, "a reactor cannot shut itself down: its thread would wait for itself")
        let thread = inbox.withLock { box in
            box.isStopping = true
            defer { box.thread = nil }
            return box.thread
        }
        guard let thread else { return }
        ring()
        pthread_join(thread, nil)
    }

    /// Whether the caller runs on the reactor's thread.
    public var isOnThread: Bool {
        threadID.load(ordering: .relaxed) == UInt(pthread_self())
    }

    func preconditionOnThread() {
        precondition(isOnThread, "only code isolated to the reactor '\(name)' may call this")
    }

    private static func open(_ call: String, _ fd: Int32) throws(ReactorError) -> Descriptor {
        guard fd >= 0 else { throw .cannotStart(call: call, errno: errno) }
        return Descriptor(owning: fd)
    }

    // MARK: - The thread

    private func startThread() throws(ReactorError) -> pthread_t {
        // The thread takes no signals: they go to the threads that expect them.
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Reactor>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        guard status == 0 else {
            Unmanaged.passUnretained(self).release()
            throw .cannotStart(call: "pthread_create", errno: status)
        }
        return thread
    }

    private func run() {
        threadID.store(UInt(pthread_self()), ordering: .relaxed)
        _ = clinux_name_thread(String(decoding: name.utf8.prefix(15), as: UTF8.self))
        emptyInbox()
        repeat {
            runJobs()
            poll()
        } while !isFinished()
    }

    private func runJobs() {
        var index = 0
        while index < jobs.count, index < Self.jobsBetweenPolls {
            let job = jobs[index]
            index += 1
            run(job)
        }
        if index == jobs.count {
            jobs.removeAll(keepingCapacity: true)
        } else {
            jobs.removeFirst(index)
        }
    }

    /// Whether the thread may end: told to, and nothing is left to run.
    private func isFinished() -> Bool {
        guard isStopping, jobs.isEmpty else { return false }
        return inbox.withLock { box in
            guard box.jobs.isEmpty else { return false }
            // Before anybody can start a successor, and because Linux gives the next thread the same number.
            threadID.store(0, ordering: .relaxed)
            box.hasEnded = true
            return true
        }
    }

    // MARK: - From other threads

    /// Hands something in from another thread, and wakes the reactor unless somebody has just done so.
    func post(_ change: (inout ReactorInbox) -> Void) {
        let (mustRing, mustRevive) = inbox.withLock { box in
            change(&box)
            let mustRing = !box.isRung
            box.isRung = true
            let mustRevive = box.hasEnded
            box.hasEnded = false
            return (mustRing, mustRevive)
        }
        if mustRevive {
            // After shutdown: a straggler still gets its turn, or its task would hang for ever.
            do {
                pthread_detach(try startThread())
            } catch {
                // Nobody else may run an actor's job, and nobody would hear of one that is lost.
                fatalError("\(error)")
            }
        } else if mustRing {
            ring()
        }
    }

    private func ring() {
        var one: UInt64 = 1
        _ = write(bell.raw, &one, MemoryLayout<UInt64>.size)
    }
}
