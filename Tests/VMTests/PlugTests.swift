import APIClient
import BoardModel
import ChipBoard
import RigModel
import Support
import Testing

/// The service on a real kernel: what is plugged in is found and run, what is pulled out is let go.
@Suite(.enabled(if: MachineImage.made != nil, "scripts/vm-test runs these"), .timeLimit(.minutes(3)))
struct PlugTests {
    @Test(arguments: [
        ("vm_single", "FT232R", ["unit"]), ("vm_dual", "FT2232H", ["quick"]), ("vm_quad", "FT4232H", ["a", "d"]),
    ])
    func aChipIsFoundAndItsUnitsPass(bib: String, chip: String, units: [String]) async throws {
        try await VirtualMachine.with { machine, client in
            _ = try await PluggedBoard(bib, serial: "FT7ABCDE", of: machine)
            let count = ["FT232R": 1, "FT2232H": 2][chip] ?? 4
            let ports = try await client.ports(available: count)
            #expect(ports.map(\.id) == ["A", "B", "C", "D"].prefix(count).map { PortID("FT7ABCDE-\($0)") })
            #expect(ports.allSatisfy { $0.chip == chip && $0.product == bib && $0.portName.hasPrefix("/dev/ttyUSB") })
            #expect(Set(ports.map(\.portName)).count == count)
            // All at once, as a station runs them.
            var runs: [ExecutionID] = []
            for unit in units { runs += try await client.begin(BIBID(bib), unit) }
            for run in runs {
                let ended = try await client.ended(run)
                #expect(ended.result?.verdict == .pass, "\(ended.result?.explanation ?? "no result")")
            }
        }
    }

    @Test func udevLoadsTheDriverAtTheFirstPlug() async throws {
        try await VirtualMachine.with { machine, client in
            try await machine.shell.run("rmmod ftdi_sio usbserial; test -z \"$(lsmod | grep ftdi_sio)\"")
            _ = try await PluggedBoard("vm_single", serial: "FT1", of: machine)
            try await client.ports(available: 1)
            try await machine.shell.run("lsmod | grep ftdi_sio")
            try await client.expectPass("vm_single", "unit")
        }
    }

    @Test func aBoardThatComesBackIsTheOneThatWent() async throws {
        try await VirtualMachine.with { machine, client in
            let board = try await PluggedBoard("vm_single", serial: "FT1", of: machine)
            try await client.ports(available: 1)
            await board.unplug()
            _ = try await client.port("FT1-A") { $0.status == .offline }
            try await board.plug()
            let back = try await client.port("FT1-A") { $0.status == .available }
            #expect(back.incarnation == 2)
            try await client.expectPass("vm_single", "unit")
        }
    }

    @Test func aPlugThatIsPulledInTheMiddleOfARunEndsItWithAnError() async throws {
        try await VirtualMachine.with { machine, client in
            let board = try await PluggedBoard("vm_single", serial: "FT1", of: machine)
            try await client.ports(available: 1)
            try await board.board.arm(Fault(argument: "unplug:on=^MEAS,at=mid_reply,for=1"))
            let run = try await client.run("vm_single", "unit")
            #expect(run.result?.verdict == .error)
            #expect(run.result?.decidingStep == "rail")
            #expect(run.result?.explanation.contains("unplugged") == true)
            _ = try await client.port("FT1-A") { $0.status == .offline }
            // Linux has a number for it again only now that nobody holds the old one.
            try await board.plug()
            _ = try await client.port("FT1-A") { $0.status == .available }
            try await client.expectPass("vm_single", "unit")
        }
    }

    @Test func aPortThatSomebodyHeldComesBackUnderAnotherName() async throws {
        try await VirtualMachine.with { machine, client in
            let board = try await PluggedBoard("vm_dual", serial: "FT2", of: machine)
            let held = try #require(try await client.ports(available: 2).first { $0.id == "FT2-A" })
            try await machine.shell.run("(exec 5<>\(held.portName); sleep 100 </dev/null >/dev/null 2>&1 &)")
            await board.unplug()
            _ = try await client.port("FT2-A") { $0.status == .offline }
            try await board.plug()
            let ports = try await client.ports(available: 2)
            #expect(!ports.map(\.portName).contains(held.portName), "somebody has that number still")
            #expect(Set(ports.map(\.id)) == ["FT2-A", "FT2-B"])
            // Whatever their names are now, each is the channel that it was.
            try await client.expectPass("vm_dual", "quick")
        }
    }

    @Test func aHubTakesItsBoardsWithIt() async throws {
        try await VirtualMachine.with { machine, client in
            try await machine.plugHub(6)
            for number in 1...3 {
                _ = try await PluggedBoard("vm_single", serial: "FT\(number)", socket: "6.\(number)", of: machine)
            }
            _ = try await PluggedBoard("vm_single", serial: "FTSAFE", socket: "7", of: machine)
            let ports = try await client.ports(available: 4)
            #expect(Set(ports.map(\.usbPath)).count == 4)
            try await machine.pullHub(6)
            _ = try await eventually("three ports are offline", every: .look) {
                try await client.ports().offline == 3 ? true : nil
            }
            try await client.expectPass("vm_single", "unit@FTSAFE")
        }
    }

    @Test func boardsWithOneSerialNumberAreKnownByTheirSockets() async throws {
        try await VirtualMachine.with { machine, client in
            _ = try await PluggedBoard("vm_single", serial: "FTTWIN", socket: "1", of: machine)
            let twin = try await PluggedBoard("vm_single", serial: "FTTWIN", socket: "b1", of: machine)
            let ports = try await client.ports(available: 2)
            #expect(Set(ports.map(\.id)).count == 2)
            #expect(ports.allSatisfy { $0.degraded?.contains("FTTWIN") == true })
            #expect(ports.allSatisfy { !$0.id.rawValue.contains("FTTWIN") })
            try await client.expectPass("vm_single", "unit@\(ports[1].boardId)")
            await twin.unplug()
            let restored = try await client.port("FTTWIN-A") { $0.status == .available }
            #expect(restored.degraded == nil)
        }
    }

    /// A second opinion: a chip that is not ours, with a unit of this test behind it.
    @Test func theAdapterOfQEMUIsRunToo() async throws {
        try await VirtualMachine.with { machine, client in
            let path = "\(machine.folder)/own"
            let address = #"{"type":"unix","data":{"path":"\#(path)"}}"#
            try await machine.monitor.execute(
                "chardev-add",
                #"{"id":"own","backend":{"type":"socket","data":{"addr":\#(address),"server":true,"wait":false}}}"#)
            let wire = try await LineSocket(path: path)
            try await machine.monitor.execute(
                "device_add",
                #"{"driver":"usb-serial","chardev":"own","serial":"QEMU1","bus":"xhci.0","port":"3","always-plugged":true}"#
            )
            let port = try await client.ports(available: 1)[0]
            #expect(port.id == "QEMU1-A")
            #expect(port.chip == "FT232BM")
            let run = try await client.begin("vm_foreign", "unit")[0]
            var asked: [String] = []
            for answer in ["READY", "V=3.31", "BYE"] {
                asked.append(try await wire.next())
                try wire.send(answer)
            }
            #expect(asked == ["HELLO", "MEAS", "BYE"])
            let result = try await client.ended(run).result
            #expect(result?.verdict == .pass, "\(result?.explanation ?? "no result")")
        }
    }
}
