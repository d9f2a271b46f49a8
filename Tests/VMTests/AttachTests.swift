import APIClient
import Foundation
import RigModel
import Support
import Testing

/// `uutsim` as a user has it: boards for a machine's own kernel, and for the kernel of a virtual machine.
@Suite(.enabled(if: MachineImage.made != nil, "scripts/vm-test runs these"), .timeLimit(.minutes(3)))
struct AttachTests {
    private let simulator = "/rig/uutsim"
    private let bench = "/rig/fixtures/benches/attach.yaml"

    @Test func withoutTheVirtualHubItSaysWhatToDo() async throws {
        try await VirtualMachine.with { machine, _ in
            let text = try await machine.shell.run("\(simulator) attach \(bench) 2>&1; test $? = 2")
            #expect(text.contains("modprobe vhci-hcd"))
        }
    }

    @Test func aBenchIsPluggedIntoTheMachineItself() async throws {
        try await VirtualMachine.with { machine, client in
            try await machine.shell.run("modprobe vhci-hcd")
            try await machine.shell.run(
                "(\(simulator) attach \(bench) >/tmp/attach 2>&1; echo $? >/tmp/status) </dev/null >/dev/null 2>&1 &")
            let ports = try await client.ports(available: 5)
            #expect(Set(ports.map(\.id)) == ["FTQUAD-A", "FTQUAD-B", "FTQUAD-C", "FTQUAD-D", "FTSINGLE-A"])
            #expect(Set(ports.compactMap(\.chip)) == ["FT4232H", "FT232R"])
            try await client.expectPass("vm_quad", "c")
            try await client.expectPass("vm_single", "unit")

            let table = try await machine.shell.run("\(simulator) boards --world attach")
            for port in ports { #expect(table.contains(port.portName.replacing("/dev/", with: ""))) }
            try await machine.shell.run("\(simulator) unplug quad --world attach")
            _ = try await eventually("four ports are offline") { try await client.ports().offline == 4 ? true : nil }
            try await machine.shell.run("\(simulator) plug quad --world attach")
            try await client.ports(available: 5)
            try await client.expectPass("vm_quad", "a")

            try await machine.shell.run("kill -TERM $(pidof uutsim)")
            _ = try await eventually("all ports are offline") { try await client.ports().offline == 5 ? true : nil }
            let ending = "while ! [ -s /tmp/status ]; do sleep 0.1; done; cat /tmp/status /tmp/attach"
            #expect(try await machine.shell.run(ending).hasPrefix("0\n"))
        }
    }

    @Test func aBenchIsPluggedIntoAVirtualMachine() async throws {
        try await VirtualMachine.with { machine, client in
            for (board, port) in [("quad", "1"), ("single", "2")] {
                try await machine.addSocket(board, at: "\(machine.folder)/\(board).usb", port: port)
            }
            let simulator = try BuiltProgram("uutsim")
            let environment = ["XDG_RUNTIME_DIR": machine.folder]
            let process = Process()
            process.executableURL = URL(filePath: simulator.path)
            process.arguments = [
                "usbredir", "\(PluggedBoard.fixtures)/benches/attach.yaml", "--sockets", machine.folder,
            ]
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            let (endings, ending) = AsyncStream.makeStream(of: Int32.self)
            process.terminationHandler = { ending.yield($0.terminationStatus) }
            try process.run()
            defer { process.terminate() }
            try await client.ports(available: 5)
            try await client.expectPass("vm_quad", "b")
            func ask(_ arguments: String...) async throws -> BuiltProgram.Outcome {
                try await simulator.run(arguments + ["--world", "attach"], environment: environment, slots: nil)
            }
            let refused = try await ask("fault", "single", "held_port", "for=1")
            #expect(refused.status == 2)
            #expect(refused.errors.contains("held_port cannot be shown on a vm"))
            #expect(try await ask("fault", "single", "unplug", "on=^MEAS", "at=mid_reply").status == 0)
            #expect(try await client.run("vm_single", "unit").result?.verdict == .error)
            #expect(try await ask("plug", "single").status == 0)
            try await client.ports(available: 5)
            process.terminate()
            _ = try await eventually("all ports are offline") { try await client.ports().offline == 5 ? true : nil }
            var status = endings.makeAsyncIterator()
            #expect(await status.next() == 0)
        }
    }
}
