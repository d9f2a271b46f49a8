import APIClient
import BoardModel
import ChipBoard
import RigModel
import Testing

/// An adapter that takes no data any more holds up whoever closes its port for half a minute: the kernel waits for what
/// was written to leave.
@Suite(.enabled(if: MachineImage.made != nil, "scripts/vm-test runs these"), .timeLimit(.minutes(3)))
struct WedgeTests {
    @Test func aWedgedAdapterHoldsUpNobodyElse() async throws {
        try await VirtualMachine.with(ahead: true) { machine, client in
            let wedged = try await PluggedBoard("vm_wedge", serial: "FTWEDGE", socket: "1", of: machine)
            _ = try await PluggedBoard("vm_single", serial: "FTFINE", socket: "2", of: machine)
            try await client.ports(available: 2)
            try await wedged.board.arm(Fault(argument: "wedged_adapter:on=^HELLO"))
            let run = try await client.run("vm_wedge", "unit")
            #expect(run.result?.verdict != .pass)
            // The kernel is still closing it, and the service does not wait for that.
            #expect(try await machine.isClosing())
            try await client.expectPass("vm_single", "unit")
            #expect(try await machine.isClosing(), "the others ran while the port was being closed")
            await wedged.unplug()
            _ = try await machine.resting { try await client.port("FTWEDGE-A") { $0.status == .offline } }
            try await client.expectPass("vm_single", "unit")
        }
    }
}

extension VirtualMachine {
    /// Whether one of the service's threads is in the kernel, waiting for a closed port's bytes to leave.
    func isClosing() async throws -> Bool {
        try await shell.run("cat /proc/$(pidof portpool)/task/*/stack | grep -c tty_wait_until_sent; true") != "0"
    }
}
