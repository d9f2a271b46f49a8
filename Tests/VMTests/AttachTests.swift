import APIClient
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
            // A bench that is not there is the first thing to be told.
            let unknown = try await machine.shell.run("cd /rig; \(simulator) attach nosuch 2>&1; test $? = 4")
            #expect(unknown.contains("no bench nosuch"))
        }
    }

    /// Attaches a bench to the machine itself, and has to see it end well.
    private func attached(
        _ bench: String, ports count: Int, _ body: (VirtualMachine, APIClient, [API.Port]) async throws -> Void
    ) async throws {
        try await VirtualMachine.with { machine, client in
            try await machine.shell.run("modprobe vhci-hcd")
            let command = "\(simulator) attach /rig/fixtures/benches/\(bench).yaml >/tmp/attach 2>&1"
            try await machine.shell.run("(\(command); echo $? >/tmp/status) </dev/null >/dev/null 2>&1 &")
            try await body(machine, client, try await client.ports(available: count))
            try await machine.shell.run("kill -TERM $(pidof uutsim)")
            _ = try await eventually("all ports are offline", every: .look) {
                try await client.ports().offline == count ? true : nil
            }
            let ending = "while ! [ -s /tmp/status ]; do sleep 0.1; done; cat /tmp/status /tmp/attach"
            #expect(try await machine.shell.run(ending).hasPrefix("0\n"))
        }
    }

    @Test func aBenchIsPluggedIntoTheMachineItself() async throws {
        try await attached("attach", ports: 5) { _, client, ports in
            #expect(Set(ports.map(\.id)) == ["FTQUAD-A", "FTQUAD-B", "FTQUAD-C", "FTQUAD-D", "FTSINGLE-A"])
            #expect(Set(ports.compactMap(\.chip)) == ["FT4232H", "FT232R"])
            try await client.expectPass("vm_quad", "c")
        }
    }

    @Test func itsBoardsAreListedAndPulledAndPutBack() async throws {
        try await attached("single", ports: 1) { machine, client, ports in
            let table = try await machine.shell.run("\(simulator) boards --world single")
            for port in ports { #expect(table.contains(port.portName.replacing("/dev/", with: ""))) }
            try await machine.shell.run("\(simulator) unplug first --world single")
            _ = try await client.port("FTONE-A") { $0.status == .offline }
            try await machine.shell.run("\(simulator) plug first --world single")
            try await client.ports(available: 1)
            try await client.expectPass("vm_single", "unit")
        }
    }

    @Test func aBenchIsPluggedIntoAVirtualMachine() async throws {
        try await VirtualMachine.with { machine, client in
            try await RedirBench.with("attach", sockets: [("quad", "1"), ("single", "2")], of: machine) { bench in
                try await client.ports(available: 5)
                try await client.expectPass("vm_quad", "b")
                let refused = try await bench.ask("fault", "single", "held_port", "for=1")
                #expect(refused.status == 2)
                #expect(refused.errors.contains("held_port cannot be shown on a vm"))
                try await bench.arm("single", ["unplug", "on=^MEAS", "at=mid_reply"])
                #expect(try await client.run("vm_single", "unit").result?.verdict == .error)
                #expect(try await bench.ask("plug", "single").status == 0)
                try await client.ports(available: 5)
            }
            _ = try await eventually("all ports are offline", every: .look) {
                try await client.ports().offline == 5 ? true : nil
            }
        }
    }
}
