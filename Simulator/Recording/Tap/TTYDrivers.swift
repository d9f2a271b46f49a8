internal import FoundationEssentials

/// Which devices are terminals and serial ports, without opening one: opening a port may reset the board behind it.
struct TTYDrivers: Sendable, Hashable {
    /// The first numbers of their devices.
    private let majors: Set<UInt64>

    /// - Parameter table: the text of `/proc/tty/drivers`: a line for each, with its major number third, counted from the
    ///   node's column on (proc_tty(5)).
    init(table: String) {
        majors = Set(
            table.split(separator: "\n").compactMap { line in
                let fields = line.split(separator: " ")
                return fields.firstIndex { $0.hasPrefix("/dev") }.flatMap { node in
                    node + 1 < fields.count ? UInt64(fields[node + 1]) : nil
                }
            })
    }

    /// nil where this system does not tell.
    static func installed() -> TTYDrivers? {
        guard let data = FileManager.default.contents(atPath: "/proc/tty/drivers") else { return nil }
        let drivers = TTYDrivers(table: String(decoding: data, as: UTF8.self))
        return drivers.majors.isEmpty ? nil : drivers
    }

    /// - Parameter device: as `st_rdev` has it (glibc, `gnu_dev_major`).
    func own(_ device: UInt) -> Bool {
        let device = UInt64(device)
        return majors.contains((device >> 8) & 0xFFF | (device >> 32) & ~0xFFF)
    }
}
