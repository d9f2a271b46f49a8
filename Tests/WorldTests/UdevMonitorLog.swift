/// What `udevadm monitor --udev --kernel --property` has printed.
struct UdevMonitorLog {
    struct Event {
        /// `UDEV`, or `KERNEL` as long as no rule has been at it.
        let source: String
        let properties: [String: String]

        subscript(key: String) -> String { properties[key] ?? "-" }
        var number: Int { Int(self["SEQNUM"]) ?? 0 }
        var isOfDeviceOrTTY: Bool { self["SUBSYSTEM"] == "tty" || self["DEVTYPE"] == "usb_device" }
        /// `add 1-2.1`; of a tty `add 1-2.1:1.0 /dev/ttyUSB0 FT7X`, where the name of its node fits its place in /sys.
        var text: String {
            let path = self["DEVPATH"].split(separator: "/")
            let name = path.last ?? ""
            guard self["SUBSYSTEM"] == "tty" else { return "\(self["ACTION"]) \(name)" }
            // .../1-2.1/1-2.1:1.0/ttyUSB0/tty/ttyUSB0
            guard path.count > 4, path[path.count - 3] == name, self["DEVNAME"] == "/dev/\(name)" else {
                return "\(self["ACTION"]) \(self["DEVPATH"]) as \(self["DEVNAME"])"
            }
            return "\(self["ACTION"]) \(path[path.count - 4]) \(self["DEVNAME"]) \(self["ID_SERIAL_SHORT"])"
        }
    }

    let events: [Event]

    init(_ text: String) {
        var events: [Event] = []
        // The first block says what the monitor prints.
        for block in text.split(separator: "\n\n").dropFirst() {
            let lines = block.split(separator: "\n")
            guard let head = lines.first, let source = head.split(separator: " ").first else { continue }
            let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
                guard let middle = line.firstIndex(of: "=") else { return nil }
                return (String(line[..<middle]), String(line[line.index(after: middle)...]))
            }
            events.append(Event(source: String(source), properties: Dictionary(pairs) { $1 }))
        }
        self.events = events
    }

    /// Of devices and ttys, in order; but the ports of one adapter, which come up in any order, by their interfaces.
    var told: [String] {
        var texts: [String] = []
        for text in events.filter(\.isOfDeviceOrTTY).map(\.text) {
            var place = texts.endIndex
            while text.hasPrefix("add "), place > 0, texts[place - 1].hasPrefix("add "), texts[place - 1] > text,
                texts[place - 1].contains(" /dev/"), text.contains(" /dev/")
            {
                place -= 1
            }
            texts.insert(text, at: place)
        }
        return texts
    }

    /// Whether an event has been sent that did not come.
    var lacksSome: Bool { zip(events, events.dropFirst()).contains { $0.number + 1 != $1.number } }
}
