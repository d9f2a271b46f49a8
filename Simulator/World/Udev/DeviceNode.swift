import CLinux
import Glibc

/// `/dev/ttyUSBn`: a bind mount of the board's pty, so that even ttyname() tells the right name.
struct DeviceNode: Sendable, Hashable {
    /// `ttyUSB0`.
    let name: String
    private var path: String { "/dev/\(name)" }

    func make(onto pty: String) throws(WorldError) {
        try FileTree.write([], to: path)
        guard clinux_world_bind(pty, path, 0) == 0 else {
            throw .failed(step: "binding \(pty) to \(path)", reason: SystemCall.reason())
        }
    }

    /// Whoever has it open keeps a line that is hung up.
    func remove() {
        _ = clinux_world_detach(path)
        unlink(path)
    }
}
