import BoardModel
import ChipBoard
import RigModel
import Support
import Testing

/// Each fault of a chip as a program sees it that is not our service: its bytes with the driver's marks, and what the
/// driver counts.
@Suite(.enabled(if: MachineImage.made != nil, "scripts/vm-test runs these"), .timeLimit(.minutes(3)))
struct RawClientTests {
    /// As udev links it.
    private static let port = "/dev/serial/by-id/usb-FTDI_vm_single_FT1-if00-port0"
    private static let sound = "52 45 41 44 59 0a \nframe 0 parity 0 overrun 0 brk 0 buf_overrun 0"

    private func plugged(
        _ body: (_ board: PluggedBoard, _ ask: (String) async throws -> String) async throws -> Void
    ) async throws {
        try await VirtualMachine.with { machine, _ in
            let board = try await PluggedBoard("vm_single", serial: "FT1", of: machine)
            try await machine.shell.run(
                "timeout 60 sh -c 'until [ -e \(Self.port) ]; do sleep 0.02; done'; udevadm settle")
            try await body(board) { try await machine.shell.run("/rig/rawline \(Self.port) \($0)") }
        }
    }

    @Test(arguments: [
        // READY with its first byte bad: a stop bit missing, a bit turned, lost, and after a NUL that was none.
        ("framing", "ff 00 a9 45 41 44 59 0a", "frame 1 parity 0 overrun 0 brk 0"),
        ("parity", "ff 00 53 45 41 44 59 0a", "frame 0 parity 1 overrun 0 brk 0"),
        ("overrun", "45 41 44 59 0a", "frame 0 parity 0 overrun 1 brk 0"),
        ("break", "ff 00 00 52 45 41 44 59 0a", "frame 1 parity 0 overrun 0 brk 1"),
    ])
    func aBadByteIsMarkedAndCounted(fault: String, bytes: String, counts: String) async throws {
        try await plugged { board, ask in
            #expect(try await ask("ask HELLO") == Self.sound)
            try await board.board.arm(Fault(argument: "\(fault):on=^HELLO,for=1"))
            #expect(try await ask("ask HELLO") == "\(bytes) \n\(counts) buf_overrun 0")
            #expect(try await ask("ask HELLO") == Self.sound)
        }
    }

    @Test func aWedgedAdapterTakesNoMoreThanItsBuffers() async throws {
        try await plugged { board, ask in
            let free = try await ask("fill 6000")
            #expect(free.hasPrefix("took 6000 of 6000\n"))
            try await board.board.arm(Fault(argument: "wedged_adapter"))
            let wedged = try await ask("fill 6000")
            let taken = try #require(wedged.split(separator: " ").dropFirst().first.flatMap { Int($0) })
            #expect(taken > 0 && taken < 6000, "\(wedged)")
        }
    }
}
