import APIClient
import FoundationEssentials
import RigModel
import Support
import Testing
import World

/// `uutsim attach` as a user has it: boards for a machine's own kernel.
@Suite(.enabled(if: MachineImage.made != nil, "scripts/vm-test runs these"), .timeLimit(.minutes(3)))
struct AttachTests {
    @Test func withoutTheVirtualHubItSaysWhatToDo() async throws {
        try await VirtualMachine.with { machine, _ in
            try await machine.shell.run("rmmod vhci-hcd")
            let text = try await machine.shell.run(
                "/rig/uutsim attach /rig/fixtures/benches/attach.yaml 2>&1; test $? = 2")
            #expect(text.contains("modprobe vhci-hcd"))
        }
    }

    @Test func aBenchThatIsNotThereIsTheFirstThingToBeTold() async throws {
        try await VirtualMachine.with { machine, _ in
            let unknown = try await machine.shell.run(
                "rmmod vhci-hcd; cd /rig; /rig/uutsim attach nosuch 2>&1; test $? = 4")
            #expect(unknown.contains("no bench nosuch"))
        }
    }

    @Test func aBenchIsPluggedIntoTheMachineItselfAndGoesAgain() async throws {
        try await VirtualMachine.with { machine, client in
            try await machine.attach("/rig/fixtures/benches/single.yaml")
            #expect(try await client.ports(available: 1).map(\.id) == ["FTONE-A"])
            try await machine.shell.run("kill -TERM $(pidof uutsim)")
            _ = try await client.port("FTONE-A") { $0.status == .offline }
            let ending = "while ! [ -s /tmp/status ]; do sleep 0.02; done; cat /tmp/status /tmp/attach"
            #expect(try await machine.shell.run(ending).hasPrefix("0\n"))
        }
    }

    @Test func theBoardsOfTheDemonstrationAreFoundAndAnswer() async throws {
        try await VirtualMachine.with(.demo) { _, client in
            let boards = Dictionary(grouping: try await client.ports(available: 12)) { $0.product }
            #expect(
                boards.mapValues(\.count)
                    == ["client_demo": 4, "production_test_v2": 4, "Dual RS232-HS": 2, "sensor_node": 2])
            let run = try await client.begin("sensor_node", "node@FT7SENS1")[0]
            _ = try await eventually("its unit has answered", every: .look) {
                try await client.execution(run).steps.first?.verdict == .pass ? true : nil
            }
        }
    }

    @Test func itsBoardsAreListedWithTheirPorts() async throws {
        try await VirtualMachine.with(.attached) { machine, client in
            let table = try await machine.shell.run("/rig/uutsim boards --world attach")
            let ports = try await client.ports().ports
            #expect(ports.count == 5)
            for port in ports { #expect(table.contains(port.portName.replacing("/dev/", with: ""))) }
        }
    }

    @Test func itsBoardsArePulledAndPutBack() async throws {
        try await VirtualMachine.with(.attached) { machine, client in
            try await machine.shell.run("/rig/uutsim unplug single --world attach")
            _ = try await client.port("FTSINGLE-A") { $0.status == .offline }
            try await machine.tellAttached(ControlRequest(verb: .plug, board: "single"))
            let back = try await client.port("FTSINGLE-A") { $0.status == .available }
            #expect(back.incarnation == 2)
        }
    }
}

extension VirtualMachine {
    /// Starts `uutsim attach` on the machine itself; its exit status will be in `/tmp/status`.
    /// - Parameter bench: its path there.
    func attach(_ bench: String) async throws {
        let command = "/rig/uutsim attach \(bench) >/tmp/attach 2>&1"
        try await shell.run("(\(command); echo $? >/tmp/status) </dev/null >/dev/null 2>&1 &")
    }

    /// Gives the boards of the snapshot `attached` an order on their control socket. To start `uutsim` for it takes a second
    /// of an emulated processor.
    func tellAttached(_ request: ControlRequest) async throws {
        let line = String(decoding: try ControlJSON.encoder.encode(request), as: UTF8.self)
        let reply = try await shell.run("/rig/rawline /tmp/uutsim-0/attach/control.sock tell \(ShellWord.quoted(line))")
        guard try JSONDecoder().decode(ControlReply.self, from: Data(reply.utf8)).error == nil else {
            throw GuestShell.Failure(description: "\(line): \(reply)")
        }
    }
}
