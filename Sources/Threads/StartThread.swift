internal import CLinux
internal import Glibc

private final class ThreadBody: Sendable {
    let name: String
    let work: @Sendable () -> Void

    init(_ name: String, _ work: @escaping @Sendable () -> Void) {
        self.name = name
        self.work = work
    }
}

/// Runs `work` on a new thread that nobody joins. It takes no signals: they go to the threads that expect them.
func startThread(name: String, _ work: @escaping @Sendable () -> Void) throws(ThreadError) {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let body = Unmanaged.passRetained(ThreadBody(String(decoding: name.utf8.prefix(15), as: UTF8.self), work))
    var thread = pthread_t()
    let status = pthread_create(
        &thread, nil,
        { context in
            guard let context else { return nil }
            let body = Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue()
            _ = clinux_name_thread(body.name)
            body.work()
            return nil
        }, body.toOpaque())
    guard status == 0 else {
        body.release()
        throw ThreadError(name: name, errno: status)
    }
    pthread_detach(thread)
}
