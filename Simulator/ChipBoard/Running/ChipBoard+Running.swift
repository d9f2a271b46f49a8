internal import BoardModel
internal import CLinux
internal import FTDIChip
internal import PTYBoard
internal import RigModel
public import SerialIO
internal import USBLink

extension ChipBoard {
    /// How long a machine that reads nothing holds up the pulling of the plug.
    private static let patience = Duration.milliseconds(250)

    /// Drives the board until the task is cancelled or the reactor shuts down; then the board is unplugged.
    public func run() async throws(ReactorError) {
        try reactor.register(chassis.epollNumber)
        defer {
            reactor.deregister(chassis.epollNumber)
            unplug()
        }
        await withTaskCancellationHandler {
            while !Task.isCancelled {
                chassis.silence()
                receive()
                pending += machine.tick(at: now)
                chipActions += chip.tick(at: elapsed)
                perform()
                flush()
                let deadline = nextLook
                if await reactor.wait(for: .readable, on: chassis.epollNumber, until: deadline) == .interrupted {
                    return
                }
            }
        } onCancel: {
            chassis.ring()
        }
    }

    /// Takes in what the machine asks.
    private func receive() {
        while let link {
            guard let bytes = link.receive() else { return lose() }
            if bytes.isEmpty { return }
            do {
                for step in try link.session.receive(bytes) {
                    switch step {
                    case .send(let bytes): link.send(bytes)
                    case .request(let request): chipActions += chip.handle(request, at: elapsed)
                    }
                }
            } catch {
                chassis.report("\(id): \(error)")
                return lose()
            }
            perform()
        }
    }

    /// The machine has let go.
    private func lose() {
        unplug()
        chassis.ask(.unplugged)
    }

    private func flush() {
        guard let link else { return }
        guard link.flush() else { return lose() }
        let events = clinux_epoll_in | (link.hasOutgoing ? clinux_epoll_out : 0)
        _ = clinux_epoll_change(chassis.epollNumber, link.raw, events)
    }

    /// Does what the board and the chip want, until neither wants anything now.
    private func perform() {
        while true {
            if !chipActions.isEmpty {
                carryOut(chipActions.removeFirst())
            } else if let action = pending.first, mayCarryOut(action) {
                pending.removeFirst()
                carryOut(action)
            } else {
                tellOfDeafness()
                // Telling the chip anything tells it the time as well.
                if chipActions.isEmpty { return }
            }
        }
    }

    /// A board that does not read lets the chip's buffer fill up, as behind a flow control that never fails.
    private func tellOfDeafness() {
        for channel in script.ports {
            let isStuck = wedged.contains(channel) || machine.isDeaf(channel)
            chipActions += chip.setWedged(isStuck, on: channel, at: elapsed)
        }
    }

    private func carryOut(_ action: ChipAction) {
        switch action {
        case .complete(let completion):
            if let link { link.send(link.session.encode(completion)) }
        case .received(let channel, let bytes): pending += machine.received(bytes, on: channel, at: now)
        case .opened(let channel): pending += machine.opened(channel, at: now)
        case .closed(let channel): pending += machine.closed(channel, at: now)
        case .changed(let channel, let settings): machine.observed(baud: settings.baud, on: channel)
        }
    }

    /// A pulled plug takes what is on its way with it; half an answer is to arrive.
    private func mayCarryOut(_ action: BoardAction) -> Bool {
        guard case .unplug = action, link != nil, !chip.isDrained else { return true }
        let deadline = pullBy ?? .now.advanced(by: Self.patience)
        pullBy = deadline
        return deadline <= .now
    }

    private func carryOut(_ action: BoardAction) {
        switch action {
        case .emit(let channel, let bytes):
            let (actions, lost) = chip.transmit(bytes, on: channel, at: elapsed)
            chipActions += actions
            if lost > 0 { machine.lost(lost, on: channel) }
        case .unplug:
            flush()
            hangUp()
            chassis.ask(.unplugged)
        case .replug(var comeback):
            comeback.after = chassis.real(comeback.after)
            chassis.ask(.replug(comeback))
        case .host(let fault, let channel, let id): chassis.ask(.host(chassis.real(fault), channel: channel, id: id))
        case .recovered(let id): chassis.ask(.recovered(id: id))
        case .chip(let fault, let channel):
            for channel in channel.map({ [$0] }) ?? script.ports { damage(channel, by: fault) }
        }
    }

    private func damage(_ channel: Channel, by fault: ChipFault) {
        switch fault {
        case .framing: chip.damageNextByte(with: .framing, on: channel)
        case .parity: chip.damageNextByte(with: .parity, on: channel)
        case .overrun: chip.damageNextByte(with: .overrun, on: channel)
        case .lineBreak: chip.damageNextByte(with: .break, on: channel)
        case .wedgedAdapter: wedged.insert(channel)
        }
    }
}
