import Dispatch
import Glibc

/// Signals that ask for an end, which from now on do not end the process by themselves.
struct PTYStopSignals {
    /// Their numbers. Ends for its reader when the reader's task is cancelled.
    let arrivals: AsyncStream<Int32>
    private let sources: [any DispatchSourceSignal]

    init(_ numbers: [Int32] = [SIGINT, SIGTERM]) {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(1))
        self.arrivals = arrivals
        sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { arrived.yield(number) }
            source.resume()
            return source
        }
    }
}
