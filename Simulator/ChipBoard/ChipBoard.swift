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
    nonisolated let chassis: BoardChassis
    /// As the bench calls it.
    public nonisolated var id: String { chassis.id }
    public nonisolated var script: BoardScript { chassis.script }
    /// What the board's faults ask of its transport, and `unplugged` where the machine has let go. One consumer.
    public nonisolated var requests: AsyncStream<TransportRequest> { chassis.requests }
    public nonisolated var reactor: Reactor { chassis.reactor }
    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    var machine: BoardMachine
    /// Made anew with each plug.
    var chip: ChipMachine
    /// While the board is plugged in.
    var link: ChipLink?
    /// How often it was plugged in.
    public private(set) var plugs = 0
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
        do throws(BoardChassis.Failure) {
            chassis = try BoardChassis(script: script, id: id, scale: scale, reactor: reactor, report: report)
        } catch {
            throw ChipBoardError(error, board: id)
        }
        machine = BoardMachine(script: script, seed: seed, variables: variables)
        chip = ChipMachine(ChipIdentity(script.usb, serial: serial))
    }

    /// Plugs the chip into the machine at the other end of a socket, and turns the board on.
    ///
    /// - Parameters:
    ///   - socket: a connected stream that does not block.
    ///   - session: makes the protocol that is spoken there.
    ///   - serial: from now on, in place of the chip's; empty: none.
    ///   - swaps: whether its interfaces come in reverse order this time.
    public func plug(
        into socket: consuming Descriptor, serial: String? = nil, swaps: Bool = false,
        speaking session: @Sendable (ChipIdentity) -> any USBSession
    ) throws(ChipBoardError) {
        guard link == nil else { throw .alreadyPlugged(board: id) }
        let identity = identity(serial: serial, swaps: swaps)
        do throws(BoardChassis.Failure) { try chassis.watch(socket.raw) } catch {
            throw ChipBoardError(error, board: id)
        }
        chip = ChipMachine(identity)
        chipActions = []
        link = ChipLink(socket, session(identity))
        plugs += 1
        pending += machine.pluggedIn(at: now)
        chassis.ring()
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
    public func identity(serial: String?, swaps: Bool = false) -> ChipIdentity {
        ChipIdentity(script.usb, serial: serial.map { $0.isEmpty ? nil : $0 } ?? chip.identity.serial, swaps: swaps)
    }

    /// From now on the fault may strike.
    public func arm(_ fault: Fault) {
        pending += machine.arm(fault, at: now)
        chassis.ring()
    }

    /// Disarms the faults of that id, or all. Returns how many there were.
    @discardableResult
    public func clear(_ id: String? = nil) -> Int {
        defer { chassis.ring() }
        return machine.clear(id)
    }

    public var armedFaults: [Fault] { machine.armedFaults }
    /// The same, with what is left of each.
    public var faultStandings: [FaultStanding] { machine.faultStandings(at: now) }
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

    /// Real, since the board was made; the chip's lines keep it.
    var elapsed: Duration { chassis.elapsed }
    /// The board's own time.
    var now: VirtualTime { chassis.now }
    /// When the board or the chip wants to be told the time.
    var nextLook: ContinuousClock.Instant? {
        [machine.nextWake.map(chassis.instant), chip.nextWake.map(chassis.instant(elapsed:)), pullBy]
            .compactMap { $0 }.min()
    }
}
