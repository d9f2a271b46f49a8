internal import BoardModel
internal import CLinux
internal import Glibc
internal import RigModel
public import SerialIO

extension PTYBoard {
    /// How long a client that reads nothing holds up the pulling of the plug. One that reads needs microseconds; the rest is
    /// for a busy machine, where 50 ms lost the bytes of one run in a few dozen.
    private static let patience = Duration.milliseconds(250)
    private static let readsPerTurn = 16

    /// Drives the board until the task is cancelled or the reactor shuts down; then the board is unplugged.
    public func run() async throws(ReactorError) {
        try reactor.register(chassis.epollNumber)
        defer {
            reactor.deregister(chassis.epollNumber)
            unplug()
        }
        await withTaskCancellationHandler {
            while !Task.isCancelled {
                var more = pump()
                await perform()
                tellOfLosses()
                for (channel, port) in ports
                where port.watchRoom(in: chassis.epollNumber, reading: !machine.isDeaf(channel)) {
                    more = true
                }
                if more {
                    await reactor.yield()
                    continue
                }
                let deadline = nextLook()
                if await reactor.wait(for: .readable, on: chassis.epollNumber, until: deadline) == .interrupted {
                    return
                }
            }
        } onCancel: {
            chassis.ring()
        }
    }

    private func nextLook() -> ContinuousClock.Instant? {
        guard pending.isEmpty else { return .now }
        return (doubts.values.map(\.at) + [machine.nextWake.map(chassis.instant)].compactMap(\.self)).min()
    }

    /// Takes in what has happened. Returns whether there may be more.
    private func pump() -> Bool {
        chassis.silence()
        noticeVisitors()
        settleDoubts()
        var more = false
        for (channel, port) in ports.sorted(by: { $0.key < $1.key }) {
            port.flush()
            if !machine.isDeaf(channel), take(from: port, on: channel) { more = true }
        }
        pending += machine.tick(at: now)
        return more || visits?.hasKept == true
    }

    private func take(from port: PTYPort, on channel: Channel) -> Bool {
        for _ in 0..<Self.readsPerTurn {
            let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
                count = port.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if bytes.isEmpty { return false }
            // From one who has come since we looked, as it opened the port before it wrote; or from one who has left.
            if !port.isOccupied { noticeVisitors() }
            if !port.isOccupied, let visits { look(at: channel, visits) }
            if let baud = port.baud { machine.observed(baud: baud, on: channel) }
            pending += machine.received(bytes, on: channel, at: now)
            // What follows is the client's to keep.
            if machine.isDeaf(channel) { return false }
        }
        return true
    }

    /// Learns who has opened and closed the ports.
    private func noticeVisitors() {
        guard let visits else { return }
        var doubtful: Set<Channel> = []
        let byWatch = Dictionary(uniqueKeysWithValues: ports.map { ($0.value.watch, $0.key) })
        for visit in visits.take() {
            guard let watch = visit.watch else {
                doubtful.formUnion(ports.keys)
                continue
            }
            guard let channel = byWatch[watch] else { continue }
            if visit.isOpening {
                // Whoever this is has not left again, or a closing would come after it.
                doubtful.remove(channel)
                occupy(channel, true)
            } else {
                doubtful.insert(channel)
            }
        }
        for channel in doubtful.sorted() { look(at: channel, visits) }
    }

    /// Looks again where it is due.
    private func settleDoubts() {
        guard let visits else { return }
        for (channel, doubt) in doubts.sorted(by: { $0.key < $1.key }) where doubt.at <= .now {
            look(at: channel, visits, otherwise: doubt.next)
        }
    }

    /// - Parameter doubt: what remains of it where somebody is there still.
    private func look(at channel: Channel, _ visits: Visits, otherwise doubt: VisitDoubt? = VisitDoubt()) {
        guard let port = ports[channel] else { return }
        doubts[channel] = nil
        switch port.look(visits) {
        case .same:
            occupy(channel, true)
            doubts[channel] = doubt
        case .nobody:
            occupy(channel, false)
        case .others:
            occupy(channel, false)
            occupy(channel, true)
        }
        if port.slave == nil, !port.isOccupied { move(channel, visits) }
    }

    /// Puts a channel on another pty, where the present one can never be opened again: a client has claimed it for
    /// itself alone within the microseconds of a look, which outlasts the client.
    private func move(_ channel: Channel, _ visits: Visits) {
        do throws(PTYBoardError) {
            let port = try PTYPort(board: id, channel: channel, visits: visits)
            do throws(BoardChassis.Failure) { try chassis.watch(port.masterNumber) } catch {
                throw PTYBoardError(error, board: id)
            }
            if let former = ports.updateValue(port, forKey: channel) {
                clinux_epoll_remove(chassis.epollNumber, former.masterNumber)
                outgrown[channel] = former
            }
            chassis.ask(.moved(channel, to: port.path))
        } catch {
            machine.report(
                "channel \(channel) keeps the exclusive use that a client has claimed, as there is no other pty for it "
                    + "(\(error)); unplug the board and plug it in")
        }
    }

    private func occupy(_ channel: Channel, _ isOccupied: Bool) {
        guard let port = ports[channel], port.isOccupied != isOccupied else { return }
        port.isOccupied = isOccupied
        pending += isOccupied ? machine.opened(channel, at: now) : machine.closed(channel, at: now)
    }

    /// Does what the machine wants, in its order.
    private func perform() async {
        while !pending.isEmpty {
            switch pending.removeFirst() {
            case .emit(let channel, let bytes):
                send(bytes, on: channel)
            case .unplug:
                let before = generation
                await waitUntilRead()
                guard generation == before else { return }
                let rest = pending
                hangUp()
                pending = rest
                chassis.ask(.unplugged)
            case .replug(var comeback):
                comeback.after = chassis.real(comeback.after)
                chassis.ask(.replug(comeback))
            case .host(let fault, let channel, let id):
                chassis.ask(.host(chassis.real(fault), channel: channel, id: id))
            case .recovered(let id):
                chassis.ask(.recovered(id: id))
            case .chip(let fault, _):
                chassis.report("\(id): \(FaultKind.chip(fault).refusal(on: .pty) ?? fault.rawValue)")
            }
        }
    }

    private func send(_ bytes: [UInt8], on channel: Channel) {
        // What is said while nobody listens is lost; a pty would keep it for the next client.
        guard let port = ports[channel], port.isOccupied else { return }
        let lost = port.write(bytes)
        if lost > 0 { machine.lost(lost, on: channel) }
    }

    /// A pulled plug takes unread bytes with it; half an answer is to arrive, so its reader gets a moment.
    private func waitUntilRead() async {
        var deadline = ContinuousClock.now.advanced(by: Self.patience)
        var least = waiting
        while !ports.values.allSatisfy(\.isDrained), ContinuousClock.now < deadline {
            for port in ports.values { port.flush() }
            if waiting < least {
                least = waiting
                deadline = ContinuousClock.now.advanced(by: Self.patience)
            }
            let wakeup = await reactor.sleep(until: ContinuousClock.now.advanced(by: .milliseconds(1)))
            if wakeup == .interrupted { return }
            noticeVisitors()
        }
    }

    private var waiting: Int { ports.values.reduce(0) { $0 + $1.waiting } }

    /// Says of each channel once that it loses bytes; how many it were is said in the end.
    private func tellOfLosses() {
        for (channel, line) in machine.counters.lines where line.bytesLost > 0 && toldOfLoss.insert(channel).inserted {
            let kept = OutputQueue.capacity / 1024
            chassis.report("\(id)-\(channel): \(kept) KiB wait to be read; what the board says on top of it is lost")
        }
    }
}
