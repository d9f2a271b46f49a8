import CLinux
import Glibc

/// `/dev/ttyUSBn`: a bind mount of the board's pty, so that even ttyname() tells the right name.
struct DeviceNode: Sendable, Hashable {
    /// `ttyUSB0`.
    let name: String
    private var path: String { "/dev/\(name)" }

    func make(onto pty: String) throws(WorldError) {
        try FileTree.write([], to: path)
        try move(onto: pty)
    }

    /// Has it lead to another pty, at once: the former one is hidden below.
    func move(onto pty: String) throws(WorldError) {
        guard clinux_world_bind(pty, path, 0) == 0 else {
            throw .failed(step: "binding \(pty) to \(path)", reason: SystemCall.reason())
        }
    }

    /// Keeps everybody but those with rights beyond their own from opening it.
    func forbid(_ pty: String) throws(WorldError) { try change(pty, to: 0) }

    /// Lets those open it again who could: a pty belongs to its maker, who may read and write, and to the group of ttys.
    func allow(_ pty: String) throws(WorldError) { try change(pty, to: 0o620) }

    private func change(_ pty: String, to mode: mode_t) throws(WorldError) {
        guard chmod(pty, mode) == 0 else { throw .path(pty, reason: SystemCall.reason()) }
    }

    /// Whoever has it open keeps a line that is hung up.
    func remove() {
        while clinux_world_detach(path) == 0 {}
        unlink(path)
    }
}
