import BoardModel
import Glibc

/// What a machine knows of its devices, written and told in the kernel's order.
extension WorldHost {
    /// A board is there: for sysfs, for udev's database, and for who listens.
    /// - Parameter lines: the pty of each port.
    func appear(_ adapter: Adapter, lines: [String], _ nodes: NodeTiming) throws(WorldError) {
        let news = UdevNews(adapter: adapter, initialized: Self.microseconds())
        try SysfsPlan.adapter(adapter).write(below: Self.sys)
        for record in news.deviceRecords { try database.keep(record) }
        try events.send(news.device(.add))
        for (interface, line) in lines.enumerated().shuffled(using: &chance) {
            try events.send(news.interface(interface, .add))
            try events.send(news.serialPort(interface, .add))
            let node = DeviceNode(name: adapter.ttyName(interface))
            if nodes == .forbidden { try node.forbid(line) }
            if nodes != .later { try node.make(onto: line) }
            try database.link(adapter.ttyLinks(interface), to: adapter.ttyName(interface))
            try database.keep(news.ttyRecord(interface))
            try events.send(news.tty(interface, .add))
            try events.send(news.serialPort(interface, .bind))
            try events.send(news.interface(interface, .bind))
        }
        try events.send(news.device(.bind))
    }

    /// A board is gone, in the same places.
    func vanish(_ adapter: Adapter, isTold: Bool) throws(WorldError) {
        let news = UdevNews(adapter: adapter, initialized: Self.microseconds())
        for interface in adapter.ttys.indices {
            DeviceNode(name: adapter.ttyName(interface)).remove()
            database.unlink(adapter.ttyLinks(interface), of: adapter.ttyName(interface))
            database.forget(news.ttyRecord(interface))
        }
        SysfsPlan.adapter(adapter).remove(adapter.address.devicePath, below: Self.sys)
        for record in news.deviceRecords { database.forget(record) }
        guard isTold else { return }
        for interface in adapter.ttys.indices {
            try events.send(news.tty(interface, .remove))
            try events.send(news.serialPort(interface, .unbind))
            try events.send(news.serialPort(interface, .remove))
            try events.send(news.interface(interface, .unbind))
            try events.send(news.interface(interface, .remove))
        }
        try events.send(news.device(.unbind))
        try events.send(news.device(.remove))
    }

    /// The nodes of a board that was told of without them.
    func makeNodes(of seat: Seat) throws(WorldError) {
        guard let adapter = seat.adapter else { return }
        for (interface, channel) in seat.script.ports.enumerated() {
            guard let line = seat.lines[channel] else { continue }
            try DeviceNode(name: adapter.ttyName(interface)).make(onto: line)
        }
    }

    /// Allows what was forbidden.
    func allowNodes(of seat: Seat) throws(WorldError) {
        guard let adapter = seat.adapter else { return }
        for (interface, channel) in seat.script.ports.enumerated() {
            guard let line = seat.lines[channel] else { continue }
            try DeviceNode(name: adapter.ttyName(interface)).allow(line)
        }
    }

    /// Plugs the hubs in that a socket is on, from the root hub downwards, where they are not.
    func plugHubs(above address: USBAddress) throws(WorldError) {
        for hub in address.hubs where hubs[hub] == nil {
            guard let number = numbers.take(on: hub.bus) else {
                throw .bench("bus \(hub.bus) has no address left for hub \(hub)")
            }
            hubs[hub] = number
            try SysfsPlan.hub(hub, number: number).write(below: Self.sys)
            let device = USBDevice.hub(hub, number: number)
            for action in [UdevMessage.Action.add, .bind] {
                try events.send(UdevNews.hub(device, interface: nil, action))
                try events.send(UdevNews.hub(device, interface: 0, action))
            }
        }
    }

    /// Pulls a hub on which there is nothing any more.
    func pull(_ hub: USBAddress) throws(WorldError) {
        guard let number = hubs.removeValue(forKey: hub) else { return }
        numbers.free(number, on: hub.bus)
        SysfsPlan.hub(hub, number: number).remove(hub.devicePath, below: Self.sys)
        let device = USBDevice.hub(hub, number: number)
        for action in [UdevMessage.Action.unbind, .remove] {
            try events.send(UdevNews.hub(device, interface: 0, action))
            try events.send(UdevNews.hub(device, interface: nil, action))
        }
    }

    private static func microseconds() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1_000
    }
}
