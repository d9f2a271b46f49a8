import BoardModel
import RigModel

/// Plays the rig to a machine in virtual time, and remembers what the board did and when.
struct BoardPlayer {
    struct Heard: Hashable {
        let time: VirtualTime
        let action: BoardAction
    }
    var machine: BoardMachine
    var heard: [Heard] = []
    private(set) var time = VirtualTime.zero

    /// A board that is plugged in, with every port open.
    init(_ script: BoardScript, seed: UInt64 = 1, variables: [String: BoardValue] = [:], open: Bool = true) {
        machine = BoardMachine(script: script, seed: seed, variables: variables)
        note(machine.pluggedIn(at: .zero))
        if open { for channel in script.ports { note(machine.opened(channel, at: .zero)) } }
    }
    init(yaml: String, seed: UInt64 = 1) throws {
        self.init(try BoardScript(yaml: yaml, file: "board.yaml"), seed: seed)
    }

    /// Lets time pass, waking the machine exactly when it wants to be woken.
    mutating func wait(_ duration: Duration) {
        let end = time + duration
        while let wake = machine.nextWake, wake <= end {
            time = max(time, wake)
            note(machine.tick(at: time))
        }
        time = end
        note(machine.tick(at: time))
    }

    mutating func send(_ bytes: [UInt8], on channel: Channel = .a) {
        note(machine.received(bytes, on: channel, at: time))
    }
    mutating func send(_ text: String, on channel: Channel = .a) { send(Array(text.utf8), on: channel) }
    mutating func unplug() { machine.unplugged(at: time) }
    /// After an unplug: the board gets its power again, and the rig opens every port.
    mutating func plugIn() {
        note(machine.pluggedIn(at: time))
        for channel in machine.script.ports { open(channel) }
    }
    mutating func open(_ channel: Channel = .a) { note(machine.opened(channel, at: time)) }
    mutating func close(_ channel: Channel = .a) { note(machine.closed(channel, at: time)) }
    mutating func arm(_ fault: Fault) { note(machine.arm(fault, at: time)) }
    mutating func arm(_ argument: String, channel: Channel? = nil) throws {
        arm(try Fault(argument: argument, channel: channel))
    }

    /// Sends a line and gives what the board says on the channel within a time.
    mutating func ask(_ line: String, on channel: Channel = .a, wait duration: Duration = .seconds(1)) -> String {
        let before = heard.count
        send(line + "\r\n", on: channel)
        wait(duration)
        return said(on: channel, since: before)
    }

    /// All that was said on a channel.
    func said(on channel: Channel = .a, since index: Int = 0) -> String {
        String(
            decoding: heard[index...].flatMap { item -> [UInt8] in
                if case .emit(channel, let bytes) = item.action { bytes } else { [] }
            }, as: UTF8.self)
    }
    /// What was said on a channel and when, whatever pieces it came in.
    func saidByTime(on channel: Channel = .a) -> String {
        var text = "", last: VirtualTime?
        for item in heard {
            guard case .emit(channel, let bytes) = item.action else { continue }
            if item.time != last { text += "\n\(item.time.nanoseconds): " }
            last = item.time
            text += bytes.map { String($0, radix: 16) + " " }.joined()
        }
        return text
    }
    /// What the plug did, in order.
    var plug: [BoardAction] {
        heard.map(\.action).filter { if case .emit = $0 { false } else { true } }
    }

    private mutating func note(_ actions: [BoardAction]) {
        heard += actions.map { Heard(time: machine.now, action: $0) }
    }
}

/// A board with one channel; `rest` is what follows the channels.
func oneChannel(_ rest: String, channel: String = "{}", vars: String = "{ n: 0 }") -> String {
    """
    version: 1
    board: test
    usb: { vid: "0403", pid: "6001", product: "test" }
    vars: \(vars)
    channels:
      A: \(channel)
    \(rest)
    """
}
