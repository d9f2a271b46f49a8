public import BoardModel
public import ChipBoard
internal import CLinux
public import FTDIChip
internal import Glibc
public import USBLink

/// The USB of a virtual machine: QEMU listens for each board at a path, and takes a connection for a plug.
public struct RedirSockets: ChipSockets {
    /// Where QEMU's sockets are, each named as a board and `.usb`.
    private let folder: String

    public init(folder: String) { self.folder = folder }

    public var transport: FaultTransport { .vm }

    public func path(of board: String) -> String { "\(folder)/\(board).usb" }

    public func connect(_ board: String, _ chip: ChipIdentity) throws(ChipBoardError) -> Int32 {
        let path = path(of: board)
        let socket = clinux_connect_path(path, 1)
        guard socket >= 0 else {
            throw .machine(
                "\(path): \(String(cString: strerror(errno))); start QEMU with "
                    + "-chardev socket,id=\(board),path=\(path),server=on,wait=off -device usb-redir,chardev=\(board)")
        }
        return socket
    }
    public func disconnected(_ board: String) {}
    public func session(_ chip: ChipIdentity) -> any USBSession { RedirSession(chip) }
    public func ttys(of board: String, channels: Int) -> [String?] { Array(repeating: nil, count: channels) }
}
