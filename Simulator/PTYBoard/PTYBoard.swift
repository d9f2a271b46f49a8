public import BoardModel
internal import CLinux
internal import Glibc
public import RigModel
public import SerialIO

/// One board, each of its chip's channels on a pty.
///
/// ``run()`` drives it until its task is cancelled; run it in a task of its own, then ``plug()`` and ``unplug()`` at will.
/// The board's clock starts when it is made, and runs on while it is not plugged in.
public actor PTYBoard {
    nonisolated let chassis: BoardChassis
    /// As the bench calls it.
    public nonisolated var id: String { chassis.id }
    public nonisolated var script: BoardScript { chassis.script }
    /// What the board's faults ask of its transport. One consumer.
    public nonisolated var requests: AsyncStream<TransportRequest> { chassis.requests }
    public nonisolated var reactor: Reactor { chassis.reactor }
    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    var machine: BoardMachine
    /// By channel, while the board is plugged in.
    var ports: [Channel: PTYPort] = [:]
    /// Those of a board that is gone and that nobody hung up.
    private var ghosts: [PTYPort] = []
    /// Those that channels have moved from: until their nodes lead elsewhere, whoever opens one is to be told that it is in
    /// use and not that it is broken.
    var outgrown: [Channel: PTYPort] = [:]
    var visits: Visits?
    /// Channels that are to be looked at again.
    var doubts: [Channel: VisitDoubt] = [:]
    /// What the machine wants done and ``run()`` has not done yet.
    var pending: [BoardAction] = []
    /// The channels of which it has been told that they lose what the board says.
    var toldOfLoss: Set<Channel> = []
    /// Counts plugs and unplugs, so that what waits across an `await` sees that the board has changed.
    var generation = 0

    /// - Parameters:
    ///   - seed: of all that is left to chance on this board.
    ///   - variables: in place of the script's.
    ///   - scale: real seconds for one second of the board's time: 0.1 is ten times faster.
    ///   - reactor: whose thread the board runs on.
    ///   - report: is told in a sentence of what goes wrong with the board's lines. It must not wait.
    public init(
        script: BoardScript, id: String, seed: UInt64, variables: [String: BoardValue] = [:], scale: Double = 1,
        reactor: Reactor, report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(PTYBoardError) {
        do throws(BoardChassis.Failure) {
            chassis = try BoardChassis(script: script, id: id, scale: scale, reactor: reactor, report: report)
        } catch {
            throw PTYBoardError(error, board: id)
        }
        machine = BoardMachine(script: script, seed: seed, variables: variables)
    }

    /// Opens a pty for every channel of the chip and turns the board on.
    ///
    /// - Returns: the path of each channel's pty, for the client to open.
    public func plug() throws(PTYBoardError) -> [Channel: String] {
        guard ports.isEmpty else { throw .alreadyPlugged(board: id) }
        guard let visits = Visits() else {
            throw .system(board: id, channel: nil, call: "inotify_init1", errno: errno)
        }
        var opened: [Channel: PTYPort] = [:]
        for channel in script.ports {
            opened[channel] = try PTYPort(board: id, channel: channel, visits: visits)
        }
        // Closing what was opened takes it out of epoll again, so nothing is left behind by a failure.
        for raw in [visits.raw] + opened.values.map(\.masterNumber) {
            do throws(BoardChassis.Failure) { try chassis.watch(raw) } catch { throw PTYBoardError(error, board: id) }
        }
        self.visits = visits
        ports = opened
        generation += 1
        pending += machine.pluggedIn(at: now)
        chassis.ring()
        return lines
    }

    /// Hangs every pty up and turns the board off; it forgets its state. Nothing where it is not plugged in.
    ///
    /// Bytes that the client has not read are lost, as when a plug is pulled.
    public func unplug() {
        machine.unplugged(at: now)
        hangUp()
        ghosts = []
    }

    /// Turns the board off and forgets its ptys, which do not hang up before the next ``unplug()``: a fault.
    public func vanish() {
        machine.unplugged(at: now)
        for port in ports.values { clinux_epoll_remove(chassis.epollNumber, port.masterNumber) }
        ghosts = Array(ports.values)
        hangUp()
    }

    /// The path of each channel's pty while the board is plugged in.
    public var lines: [Channel: String] { ports.mapValues(\.path) }
    public var isPlugged: Bool { !ports.isEmpty }

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
    public func state(of channel: Channel) -> String? { machine.state(of: channel) }
    public func variable(_ name: String, on channel: Channel) -> BoardValue? { machine.variable(name, on: channel) }

    /// One sentence for each assertion of the script that does not hold now.
    public func assertionFailures() -> [String] { machine.assertionFailures().map { "\(id): \($0)" } }

    /// One sentence for each channel that has lost bytes which nobody read in time.
    public func losses() -> [String] {
        machine.counters.lines.sorted { $0.key < $1.key }.filter { $0.value.bytesLost > 0 }.map { channel, line in
            "\(id)-\(channel): \(line.bytesLost) bytes of what the board said were lost, as nobody read them in time"
        }
    }

    func hangUp() {
        guard !ports.isEmpty else { return }
        generation += 1
        ports = [:]
        outgrown = [:]
        doubts = [:]
        visits = nil
        pending = []
    }

    /// The board's own time.
    var now: VirtualTime { chassis.now }
}
