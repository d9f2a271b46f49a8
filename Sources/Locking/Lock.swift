internal import Glibc

/// A value behind a mutex.
///
/// A pthread mutex and not `Synchronization.Mutex`, whose futex calls ThreadSanitizer cannot see on Linux: it then reports races that are
/// none.
public struct Lock<Value: Sendable>: ~Copyable, @unchecked Sendable {
    // Unchecked: the two pointers never change, and what they point to is only touched between lock and unlock.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let value: UnsafeMutablePointer<Value>

    public init(_ initial: Value) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        value = .allocate(capacity: 1)
        value.initialize(to: initial)
        let status = pthread_mutex_init(mutex, nil)
        precondition(status == 0, "pthread_mutex_init failed: \(status)")
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        value.deinitialize(count: 1)
        value.deallocate()
    }

    /// Runs `body` while no other thread is in here. It must not block and must not come here again.
    public borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let status = pthread_mutex_lock(mutex)
        precondition(status == 0, "pthread_mutex_lock failed: \(status)")
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value.pointee)
    }
}
