package import BoardModel
internal import CLinux
internal import Glibc
internal import RigModel
package import SerialIO

/// What every board that runs stands on, whatever its lines are made of: its name and script, its clock, those who hear of
/// it, and the one descriptor that the reactor watches for it.
package final class BoardChassis: Sendable {
    /// A system call that failed, for the board's own error.
    package struct Failure: Error {
        package let call: String
        package let errno: Int32
    }

    /// As the bench calls the board.
    package let id: String
    package let script: BoardScript
    /// Whose thread the board runs on.
    package let reactor: Reactor
    /// Is told in a sentence of what goes wrong with the board's lines. It must not wait.
    package let report: @Sendable (String) -> Void
    /// What the board's faults ask of its transport. One consumer; it ends with the board.
    package let requests: AsyncStream<TransportRequest>
    private let asked: AsyncStream<TransportRequest>.Continuation
    /// Real seconds for one second of the board's time.
    private let scale: Double
    private let start = ContinuousClock.now
    private let bell: Bell
    private let epoll: Descriptor

    package init(
        script: BoardScript, id: String, scale: Double, reactor: Reactor, report: @escaping @Sendable (String) -> Void
    ) throws(Failure) {
        self.script = script
        self.id = id
        self.scale = scale
        self.reactor = reactor
        self.report = report
        (requests, asked) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        let raw = clinux_epoll_create()
        guard raw >= 0 else { throw Failure(call: "epoll_create1", errno: errno) }
        epoll = Descriptor(owning: raw)
        guard let bell = Bell() else { throw Failure(call: "eventfd", errno: errno) }
        self.bell = bell
        try watch(bell.raw)
    }

    deinit { asked.finish() }

    package func ask(_ request: TransportRequest) { asked.yield(request) }

    // MARK: - What wakes the board

    /// Of all that is watched.
    package var epollNumber: Int32 { epoll.raw }

    /// From now on what comes in there wakes the board. Closing a descriptor ends it as well.
    package func watch(_ raw: Int32) throws(Failure) {
        guard clinux_epoll_add(epoll.raw, raw, clinux_epoll_in) == 0 else {
            throw Failure(call: "epoll_ctl", errno: errno)
        }
    }
    /// Wakes the board, from any thread.
    package func ring() { bell.ring() }
    package func silence() { bell.silence() }

    // MARK: - Time

    /// Real, since the board was made.
    package var elapsed: Duration { start.duration(to: .now) }
    /// The board's own time.
    package var now: VirtualTime { VirtualTime(.nanoseconds(Int64(Double(elapsed.nanoseconds) / scale))) }
    package func instant(of time: VirtualTime) -> ContinuousClock.Instant {
        start.advanced(by: .nanoseconds(Int64((Double(time.nanoseconds) * scale).rounded(.up))))
    }
    package func instant(elapsed: Duration) -> ContinuousClock.Instant { start.advanced(by: elapsed) }
    package func real(_ duration: Duration) -> Duration { duration * scale }
    /// A machine's fault with its times in real ones.
    package func real(_ fault: HostFault) -> HostFault { fault.scaled(by: scale) }
}
