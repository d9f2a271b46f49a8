public import BoardModel
public import ChipBoard
public import FTDIChip
internal import Glibc
internal import Locking
internal import RigModel
public import USBLink

/// The running machine's own USB, through the kernel's virtual hub (vhci-hcd) and USB/IP on a socket pair.
public final class AttachSockets: ChipSockets {
    private let hub = VirtualHub()
    private let taken = Lock<[String: Int]>([:])

    /// - Throws: where the kernel has no such hub, with what to do.
    public init() throws(ChipBoardError) {
        guard hub.isThere else {
            throw .machine(
                "this kernel shows no virtual USB hub at \(hub.folder): run modprobe vhci-hcd as root; where there is no "
                    + "such module, install the one of your kernel (Debian: linux-image-amd64, Ubuntu: linux-modules-extra)"
            )
        }
        guard geteuid() == 0 else {
            throw .machine("only root may plug into the kernel's virtual USB hub: run sudo uutsim attach")
        }
    }

    public var transport: FaultTransport { .attach }

    public func connect(_ board: String, _ chip: ChipIdentity) throws(ChipBoardError) -> Int32 {
        var pair: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
            throw .system(board: board, call: "socketpair", errno: errno)
        }
        // The kernel keeps its end by itself.
        defer { close(pair[1]) }
        guard fcntl(pair[0], F_SETFL, O_NONBLOCK) == 0 else {
            close(pair[0])
            throw .system(board: board, call: "fcntl", errno: errno)
        }
        var reason = EBUSY
        for row in hub.rows() where row.isFree {
            // Two boards may be plugged in at the same time, each by its own program: the next socket then.
            reason = hub.attach(
                pair[1], to: row.socket, device: 1 << 16 | row.socket + 1, isHighSpeed: chip.chip.isHighSpeed)
            if reason == 0 {
                taken.withLock { $0[board] = row.socket }
                return pair[0]
            }
            if reason != EBUSY && reason != EINVAL { break }
        }
        close(pair[0])
        throw .machine(
            "\(board): the kernel's virtual USB hub takes no device: \(String(cString: strerror(reason)))"
                + (reason == EBUSY ? "; all its sockets are in use" : ""))
    }

    public func disconnected(_ board: String) { taken.withLock { $0[board] = nil } }
    public func session(_ chip: ChipIdentity) -> any USBSession { USBIPSession() }

    public func ttys(of board: String, channels: Int) -> [String?] {
        guard let socket = taken.withLock({ $0[board] }),
            let device = hub.rows().first(where: { $0.socket == socket })?.device
        else { return Array(repeating: nil, count: channels) }
        return VirtualHub.ttys(of: device, channels: channels)
    }
}
