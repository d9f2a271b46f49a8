public import BoardModel
internal import CLinux
public import FTDIChip
internal import Glibc
public import PTYBoard
public import RigModel
public import SerialIO
public import USBLink

/// One board behind a model of its FTDI chip, for a kernel that drives the chip as it would a real one.
///
/// ``run()`` drives it until its task is cancelled; run it in a task of its own, then ``plug(into:speaking:serial:)`` and
/// ``unplug()`` at will. The board's clock starts when it is made, and runs on while it is not plugged in.
public actor ChipBoard {
    /// As the bench calls it.
    public nonisolated let id: String
    public nonisolated let script: BoardScript
    /// What the board's faults ask of its transport, and `unplugged` where the machine has let go. One consumer.
    public nonisolated let requests: AsyncStream<TransportRequest>

    public nonisolated let reactor: Reactor
    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    nonisolated let report: @Sendable (String) -> Void
    nonisolated let scale: Double
    private nonisolated let start = ContinuousClock.now
    nonisolated let ask: AsyncStream<TransportRequest>.Continuation
    /// Wakes ``run()``, from any thread.
    nonisolated let bell: Bell
    /// Of the link and the bell: one descriptor for the reactor to watch.
    let epoll: Descriptor

    var machine: BoardMachine
    /// Made anew with each plug.
    var chip: ChipMachine
    /// While the board is plugged in.
    var link: ChipLink?
    /// What the board wants done and has not got yet.
    var pending: [BoardAction] = []
    /// What the chip wants done and has not got yet.
    var chipActions: [ChipAction] = []
    /// Channels that a fault has wedged, until the plug is pulled.
    var wedged: Set<Channel> = []
    /// How long the pulling of the plug waits for what is on its way.
    var pullBy: ContinuousClock.Instant?

    /// - Parameters:
    ///   - serial: the chip's serial number; nil for a blank one.
    ///   - seed: of all that is left to chance on this board.
    ///   - variables: in place of the script's.
    ///   - scale: real seconds for one second of the board's time; the chip's lines keep their own.
    ///   - reactor: whose thread the board runs on.
    ///   - report: is told in a sentence of what goes wrong with the board's link. It must not wait.
    public init(
        script: BoardScript, id: String, serial: String?, seed: UInt64, variables: [String: BoardValue] = [:],
        scale: Double = 1, reactor: Reactor, report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(ChipBoardError) {
        self.script = script
        self.id = id
        self.scale = scale
        self.reactor = reactor
        self.report = report
        machine = BoardMachine(script: script, seed: seed, variables: variables)
        chip = ChipMachine(ChipIdentity(script.usb, serial: serial))
        (requests, ask) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        let epoll = clinux_epoll_create()
        guard epoll >= 0 else { throw .system(board: id, call: "epoll_create1", errno: errno) }
        self.epoll = Descriptor(owning: epoll)
        guard let bell = Bell() else { throw .system(board: id, call: "eventfd", errno: errno) }
        self.bell = bell
        guard clinux_epoll_add(epoll, bell.raw, clinux_epoll_in) == 0 else {
            throw .system(board: id, call: "epoll_ctl", errno: errno)
        }
    }

    deinit { ask.finish() }

    /// Plugs the chip into the machine at the other end of a socket, and turns the board on.
    ///
    /// - Parameters:
    ///   - socket: a connected stream that does not block.
    ///   - session: makes the protocol that is spoken there.
    ///   - serial: from now on, in place of the chip's; empty: none.
    public func plug(
        into socket: consuming Descriptor, serial: String? = nil,
        speaking session: @Sendable (ChipIdentity) -> any USBSession
    ) throws(ChipBoardError) {
        guard link == nil else { throw .alreadyPlugged(board: id) }
        let identity = identity(serial: serial)
        guard clinux_epoll_add(epoll.raw, socket.raw, clinux_epoll_in) == 0 else {
            throw .system(board: id, call: "epoll_ctl", errno: errno)
        }
        chip = ChipMachine(identity)
        chipActions = []
        link = ChipLink(socket, session(identity))
        pending += machine.pluggedIn(at: now)
        bell.ring()
    }

    /// Pulls the plug: the board forgets its state. Nothing where it is not plugged in.
    public func unplug() {
        guard link != nil else { return }
        machine.unplugged(at: now)
        pending = []
        hangUp()
    }

    public var isPlugged: Bool { link != nil }
    /// What the chip says of itself.
    /// - Parameter serial: in place of the one that it had last; empty: none.
    public func identity(serial: String?) -> ChipIdentity {
        ChipIdentity(script.usb, serial: serial.map { $0.isEmpty ? nil : $0 } ?? chip.identity.serial)
    }

    /// From now on the fault may strike.
    public func arm(_ fault: Fault) {
        pending += machine.arm(fault, at: now)
        bell.ring()
    }

    /// Disarms the faults of that id, or all. Returns how many there were.
    @discardableResult
    public func clear(_ id: String? = nil) -> Int { machine.clear(id) }

    public var armedFaults: [Fault] { machine.armedFaults }
    public var counters: BoardCounters { machine.counters }
    public var trace: BoardTrace { machine.trace }
    /// How the driver has set the chip, oldest first, since it was plugged in.
    public var settings: [(channel: Channel, settings: ChannelSettings)] { chip.history }

    /// One sentence for each assertion of the script that does not hold now.
    public func assertionFailures() -> [String] { machine.assertionFailures().map { "\(id): \($0)" } }

    func hangUp() {
        link = nil
        chipActions = []
        wedged = []
        pullBy = nil
    }

    // MARK: - Time

    /// Real, since the board was made.
    var elapsed: Duration { start.duration(to: .now) }
    /// The board's own time.
    var now: VirtualTime { VirtualTime(.nanoseconds(Int64(Double(elapsed.nanoseconds) / scale))) }
    /// When the board or the chip wants to be told the time.
    var nextLook: ContinuousClock.Instant? {
        let board = machine.nextWake.map { time in
            start.advanced(by: .nanoseconds(Int64((Double(time.nanoseconds) * scale).rounded(.up))))
        }
        return [board, chip.nextWake.map { start.advanced(by: $0) }, pullBy].compactMap { $0 }.min()
    }
    nonisolated func real(_ duration: Duration) -> Duration { duration * scale }
}
