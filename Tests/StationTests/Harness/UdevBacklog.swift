import Foundation

/// What Linux holds for those of a process's network namespace that listen to udev, and what it has not held.
struct UdevBacklog: Equatable {
    /// Bytes that nobody has read yet.
    var waiting = 0
    /// Messages that found no room.
    var dropped = 0

    /// Now, by `/proc/PID/net/netlink`: a socket a line, its protocol second (15: devices), its groups fourth (2: udev),
    /// its bytes fifth, its drops ninth (linux, net/netlink/af_netlink.c, `netlink_native_seq_show`).
    init(of pid: pid_t) throws {
        let table = try String(contentsOfFile: "/proc/\(pid)/net/netlink", encoding: .utf8)
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 8, fields[1] == "15", fields[3] == "00000002", let bytes = Int(fields[4]),
                let drops = Int(fields[8])
            else { continue }
            waiting += bytes
            dropped += drops
        }
    }
}
