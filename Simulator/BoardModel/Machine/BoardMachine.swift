public import RigModel

/// One board that follows a script: a value that is told what happened and when, and answers what to do.
///
/// It has no clock and does no I/O. Two machines with the same script, seed and variables, told the same at the same
/// times, answer the same. Who drives it calls ``tick(at:)`` no later than ``nextWake``; being late delays what comes
/// out, never changes it.
///
/// Each channel has a state and variables of its own, unless it is linked to another. The whole board shares its dice,
/// its faults and its assertions.
public struct BoardMachine: Sendable {
    public let script: BoardScript
    /// The latest time that it was told.
    public private(set) var now = VirtualTime.zero
    public private(set) var isPowered = false
    public internal(set) var counters = BoardCounters()
    public internal(set) var trace = BoardTrace()

    let initialVariables: [String: BoardValue]
    var dice: SeededGenerator
    var agenda = Agenda<Deed>()
    var lines: [Channel: BoardLine] = [:]
    /// By the channel that the others are linked to.
    var units: [Channel: BoardUnit] = [:]
    var armed: [ArmedFault] = []
    /// What has struck and goes on.
    var lasting: [LastingFault] = []
    var referee: Referee
    /// Bytes of late answers that are still to come.
    var lateBytes = 0
    private var problems: [String] = []

    /// What is planned.
    enum Deed: Sendable {
        case boot(Channel, Int)
        case spontaneous(Int)
        /// A unit's time for a line is over.
        case finish(unit: Channel, Answer)
        /// A late answer's time has come.
        case deliverLate(Answer)
        /// Some paced bytes have passed the wire.
        case passWire(Channel)
        /// The next part of what a rule says behind its answer.
        case goOn(unit: Channel?, ArraySlice<Sequel>)
        case opening(Int, visit: Int)
        case pull(PlugFault)
        /// The next piece of a batch.
        case piece(Channel)
        /// A unit starts anew.
        case reboot(unit: Channel, banner: [UInt8]?, on: Channel)
        case banner(Channel, [UInt8])
        /// A fault that lasts begins, or its time may be over.
        case begin(fault: String)
        case end(fault: String)
        /// More of a flood.
        case flood(fault: String)
        /// A fault of the host or the chip.
        case ask(BoardAction)
        /// The time of a fault has come.
        case look
    }

    /// - Parameters:
    ///   - seed: of all that is left to chance on this board.
    ///   - variables: in place of the script's, by name.
    public init(script: BoardScript, seed: UInt64, variables: [String: BoardValue] = [:]) {
        self.script = script
        initialVariables = script.variables.merging(variables) { _, given in given }
        dice = SeededGenerator(seed: seed)
        referee = Referee(script.assertions)
        for fault in script.faults { armed.append(ArmedFault(fault, at: .zero)) }
    }

    /// When it wants to be told the time again; nil: not before something happens to it.
    public var nextWake: VirtualTime? { agenda.next }

    /// Does what is due.
    public mutating func tick(at time: VirtualTime) -> [BoardAction] {
        var actions: [BoardAction] = []
        advance(to: time, &actions)
        return actions
    }

    /// The plug is in: the board boots.
    public mutating func pluggedIn(at time: VirtualTime) -> [BoardAction] {
        var actions = tick(at: time)
        guard !isPowered else { return actions }
        isPowered = true
        counters.pluggedIn += 1
        trace.note(.pluggedIn, at: now)
        for (channel, channelScript) in script.channels.sorted(by: { $0.key < $1.key }) {
            lines[channel] = BoardLine(endOfLine: channelScript.endOfLine)
            if channelScript.link == nil {
                units[channel] = BoardUnit(state: channelScript.start, variables: initialVariables)
            }
            planBoot(of: channel)
        }
        resumeFaults()
        for (index, output) in script.spontaneous.enumerated() {
            agenda.plan(.spontaneous(index), at: now + output.every.draw(with: &dice))
        }
        advance(to: now, &actions)
        return actions
    }

    /// The plug is out: the board forgets all but its faults, its assertions and its counts.
    public mutating func unplugged(at time: VirtualTime) {
        now = max(now, time)
        loseItsPower()
    }

    /// The rig has opened a port. Who can see that tells it; bytes for a port that is not open are lost.
    public mutating func opened(_ channel: Channel, at time: VirtualTime) -> [BoardAction] {
        var actions = tick(at: time)
        guard let line = lines[channel], !line.isOpen else { return actions }
        trace.note(.opened(channel), at: now)
        lines[channel]?.isOpen = true
        planOpening(of: channel)
        strikeOpening(of: channel, isFirst: line.visits == 0, &actions)
        advance(to: now, &actions)
        return actions
    }

    public mutating func closed(_ channel: Channel, at time: VirtualTime) -> [BoardAction] {
        let actions = tick(at: time)
        if lines[channel]?.isOpen == true { trace.note(.closed(channel), at: now) }
        lines[channel]?.isOpen = false
        return actions
    }

    /// The rate that the rig has set, in bits per second.
    public mutating func observed(baud: UInt32, on channel: Channel) {
        lines[channel]?.observedBaud = baud == 0 ? nil : baud
    }

    /// The transport could not deliver bytes: the client did not read, and what waits for it is bounded.
    public mutating func lost(_ count: Int, on channel: Channel) { counters[channel].bytesLost += count }

    /// The state of the unit behind a channel; nil where there is none.
    public func state(of channel: Channel) -> String? { units[script.unit(of: channel)]?.state }

    /// A variable of the unit behind a channel.
    public func variable(_ name: String, on channel: Channel) -> BoardValue? {
        units[script.unit(of: channel)]?.variables[name]
    }

    /// One sentence for each assertion of the script that does not hold now, and for each thing in it that could not be
    /// carried out.
    public func assertionFailures() -> [String] { referee.failures + problems }

    mutating func advance(to time: VirtualTime, _ actions: inout [BoardAction]) {
        while let (due, deed) = agenda.popFirst(upTo: max(time, now)) {
            now = max(now, due)
            carryOut(deed, &actions)
        }
        now = max(now, time)
        strikeUnasked(&actions)
    }

    /// What a channel says of itself after power-on.
    mutating func planBoot(of channel: Channel) {
        for (index, emission) in (script.channels[channel]?.boot ?? []).enumerated() {
            agenda.plan(.boot(channel, index), at: now + emission.after.draw(with: &dice))
        }
    }

    mutating func loseItsPower() {
        guard isPowered else { return }
        isPowered = false
        agenda.removeAll()
        lines.removeAll()
        units.removeAll()
        lateBytes = 0
        trace.note(.unplugged, at: now)
    }

    /// Notes something that could not be carried out; it counts as a failed assertion.
    public mutating func report(_ problem: String) {
        trace.note(.problem(problem), at: now)
        if problems.count < 100, !problems.contains(problem) { problems.append(problem) }
    }
}
