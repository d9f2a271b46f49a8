import APIClient
import BoardModel
import ChipBoard
import FTDIChip
import RigModel
import Testing

/// What the driver makes of a plan's line settings, as the chip sees it, and what the chip makes of time.
@Suite(.enabled(if: MachineImage.made != nil, "scripts/vm-test runs these"), .timeLimit(.minutes(3)))
struct LineTests {
    private func isNear(_ baud: UInt32, _ wanted: Double) -> Bool { abs(Double(baud) - wanted) / wanted < 0.03 }

    @Test func theChipSeesWhatThePlanSays() async throws {
        try await VirtualMachine.with { machine, client in
            let board = try await PluggedBoard("vm_quad", serial: "FT4", of: machine)
            try await client.ports(available: 4)
            for run in try await client.begin("vm_quad") {
                let result = try await client.ended(run).result
                #expect(result?.verdict == .pass, "\(run): \(result?.explanation ?? "no result")")
            }
            let history = await board.board.settings
            func saw(_ channel: Channel, _ isWanted: (ChannelSettings) -> Bool) -> Bool {
                history.contains { $0.channel == channel && isWanted($0.settings) }
            }
            #expect(saw(.a) { isNear($0.baud, 115_200) && "\($0.format)" == "8N1" && $0.flow == .none && $0.dtr })
            #expect(saw(.b) { isNear($0.baud, 9600) && "\($0.format)" == "7E2" })
            #expect(saw(.c) { isNear($0.baud, 921_600) && "\($0.format)" == "8O1" && $0.flow == .rtsCTS })
            #expect(saw(.d) { isNear($0.baud, 57_600) && "\($0.format)" == "8N2" && !$0.dtr && !$0.rts })
            let baud = history.last { $0.channel == .d }.map(\.settings)
            #expect(baud?.dtr == false, "as the plan wants it, to the end")
        }
    }

    @Test func bytesTakeAsLongAsOnAWire() async throws {
        try await VirtualMachine.with { machine, client in
            _ = try await PluggedBoard("vm_dual", serial: "FT2", of: machine)
            try await client.ports(available: 2)
            let run = try await client.run("vm_dual", "paced")
            #expect(run.result?.verdict == .pass)
            // 5 bytes there and 101 back, 10 bits each, at 2,400 bits a second.
            let step = try #require(run.steps.first { $0.step == "dump" })
            #expect(step.durationMs >= 106 * 10 * 1000 / 2400)
        }
    }

    @Test func thePlanSetsTheLatencyTimer() async throws {
        try await VirtualMachine.with { machine, client in
            let board = try await PluggedBoard("vm_dual", serial: "FT2", of: machine)
            try await client.ports(available: 2)
            try await client.expectPass("vm_dual", "quick")
            try await client.expectPass("vm_dual", "paced")
            let history = await board.board.settings
            #expect(history.contains { $0.channel == .a && $0.settings.latency == 1 })
            #expect(!history.contains { $0.channel == .b && $0.settings.latency != 16 })
        }
    }

    @Test(arguments: [
        ("framing", "1 framing error"), ("parity", "1 parity error"), ("overrun", "1 overrun"),
        ("break", "1 break, 1 framing error"),
    ])
    func aLineErrorIsNeverPassed(fault: String, counted: String) async throws {
        try await VirtualMachine.with { machine, client in
            let board = try await PluggedBoard("vm_quad", serial: "FT4", of: machine)
            try await client.ports(available: 4)
            try await board.board.arm(Fault(argument: "\(fault):on=^HELLO,for=1", channel: .c))
            let run = try await client.run("vm_quad", "c")
            #expect(run.result?.verdict == .fail)
            #expect(run.result?.decidingStep == "hello")
            // As the driver has counted it.
            let hints = run.steps.flatMap(\.hints)
            #expect(hints.contains { $0.contains(counted) }, "\(hints)")
            try await client.expectPass("vm_quad", "c")
        }
    }
}
