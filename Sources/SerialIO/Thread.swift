internal import Glibc

/// Plain threads, for calls that block.
enum Thread {
    private final class Body: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) {
            self.work = work
        }
    }

    /// Runs `work` on a new thread that nobody joins. Where no thread is to be had, it runs here: late is better than never.
    static func detach(_ work: @escaping @Sendable () -> Void) {
        let body = Unmanaged.passRetained(Body(work))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().work()
                return nil
            }, body.toOpaque())
        guard status == 0 else {
            body.takeRetainedValue().work()
            return
        }
        pthread_detach(thread)
    }
}
