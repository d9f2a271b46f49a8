import FoundationEssentials

/// How many messages Linux has dropped because a listener's buffer was full.
enum NetlinkDrops {
    /// - Parameter table: the text of `/proc/net/netlink`: a line for each socket, with its protocol second, its groups
    ///   fourth and its drops ninth (linux, net/netlink/af_netlink.c, `netlink_native_seq_show`).
    /// - Returns: those of all that listen to udev.
    static func count(in table: String) -> Int {
        let uevents = "15"
        let udevGroup: UInt32 = 2
        return table.split(separator: "\n").reduce(0) { total, line in
            let fields = line.split(separator: " ")
            guard fields.count > 8, fields[1] == uevents, let groups = UInt32(fields[3], radix: 16),
                groups & udevGroup != 0, let drops = Int(fields[8])
            else { return total }
            return total + drops
        }
    }

    /// Of this network namespace, now.
    static func now() throws(WorldError) -> Int {
        let path = "/proc/net/netlink"
        guard let table = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .path(path, reason: "cannot be read")
        }
        return count(in: table)
    }
}
