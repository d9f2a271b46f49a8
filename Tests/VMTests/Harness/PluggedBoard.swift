import BoardModel
import ChipBoard
import CLinux
import Foundation
import PTYBoard
import RigModel
import SerialIO
import Support
import USBLink

/// A board on a socket of the machine's USB: plugged in and out at will.
struct PluggedBoard: Sendable {
    let board: ChipBoard
    private let path: String

    /// Makes a board and the socket for it, and plugs it in.
    /// - Parameter socket: as ``VirtualMachine/addSocket(_:at:port:)`` has it.
    init(
        _ script: String, serial: String?, socket: String = "1", of machine: VirtualMachine
    ) async throws {
        let id = "socket\(socket)"
        let script = try BoardFile.load("\(Self.fixtures)/boards/\(script).yaml")
        let board = try ChipBoard(script: script, id: id, serial: serial, seed: 1, reactor: machine.reactor)
        self.board = board
        path = "\(machine.folder)/\(id)"
        try await machine.addSocket(id, at: path, port: socket)
        // Ends with the machine's reactor.
        Task { try await board.run() }
        try await plug()
    }

    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/vm").path()

    func plug(serial: String? = nil) async throws {
        let socket = clinux_connect_path(path, 1)
        guard socket >= 0 else { throw NotInTime(description: "\(path): \(String(cString: strerror(errno)))") }
        try await board.plug(into: Descriptor(owning: socket), serial: serial) { RedirSession($0) }
    }

    func unplug() async { await board.unplug() }
}
