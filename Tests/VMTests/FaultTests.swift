import APIClient
import RigModel
import Support
import Testing

/// Faults that take boards away while the service runs them: what the runs come to, and the next ones.
@Suite(.enabled(if: MachineImage.made != nil, "scripts/vm-test runs these"), .timeLimit(.minutes(3)))
struct FaultTests {
    private func expectError(_ run: API.ExecutionDetails, at step: String) {
        #expect(run.result?.verdict == .error)
        #expect(run.result?.decidingStep == step)
        #expect(run.result?.explanation.contains("unplugged") == true, "\(run.result?.explanation ?? "no result")")
    }

    @Test func aHubThatIsPulledEndsEveryRunOnItAndTheNextIsRight() async throws {
        try await VirtualMachine.with { machine, client in
            try await RedirBench.with("pair", sockets: [("first", "1"), ("second", "b1")], of: machine) { bench in
                try await client.ports(available: 2)
                // Both wait for an answer when the hub goes.
                for board in ["first", "second"] {
                    try bench.arm(board, "late_answer", ["on": "^SLOW", "hit": "1", "delay": "30s"])
                }
                let other = try await client.begin("vm_single", "unit@FTTWO")[0]
                _ = try await eventually("the other's run waits for SLOW", every: .look) {
                    try await client.execution(other).steps.contains { $0.step == "rail" } ? true : nil
                }
                try bench.arm("first", "hub_pull", ["on": "^SLOW", "after": "1ms"])
                expectError(try await client.run("vm_single", "unit@FTONE"), at: "slow")
                expectError(try await client.ended(other), at: "slow")
                let ports = try await client.ports(available: 2)
                #expect(ports.map { "\($0.id) \($0.incarnation)" }.sorted() == ["FTONE-A 2", "FTTWO-A 2"])
                try await client.expectPass("vm_single", "unit@FTTWO")
            }
        }
    }

    @Test func whatItCannotShowIsRefusedByNameAndItsEndPullsItsBoards() async throws {
        try await VirtualMachine.with { machine, client in
            try await RedirBench.with("single", sockets: [("first", "1")], of: machine) { bench in
                try await client.ports(available: 1)
                let refused = try await bench.ask("fault", "first", "held_port", "for=1")
                #expect(refused.status == 2)
                #expect(refused.errors.contains("held_port cannot be shown on a vm"))
            }
            _ = try await client.port("FTONE-A") { $0.status == .offline }
        }
    }

    @Test(arguments: [(nil, "FTONE-A 2"), ("FTNEW", "FTNEW-A 1")] as [(String?, String)])
    func aBoardThatIsReplacedInTheMiddleOfARunIsWhoItSaysItIs(serial: String?, port wanted: String) async throws {
        try await VirtualMachine.with { machine, client in
            try await RedirBench.with("single", sockets: [("first", "1")], of: machine) { bench in
                try await client.ports(available: 1)
                var parameters = ["on": "^MEAS", "at": "mid_reply", "hit": "1", "after": "1ms"]
                parameters["serial"] = serial
                try bench.arm("first", "replug", parameters)
                expectError(try await client.run("vm_single", "unit"), at: "rail")
                let port = try #require(try await client.ports(available: 1).first { $0.status == .available })
                #expect("\(port.id) \(port.incarnation)" == wanted)
                try await client.expectPass("vm_single", "unit")
            }
        }
    }

    /// Neither is taken for the other: both are known by their sockets.
    @Test func aBoardThatComesBackWithTheSerialNumberOfAnotherIsNotTakenForIt() async throws {
        try await VirtualMachine.with { machine, client in
            try await RedirBench.with("pair", sockets: [("first", "1"), ("second", "b1")], of: machine) { bench in
                try await client.ports(available: 2)
                try bench.arm(
                    "first", "replug",
                    ["on": "^MEAS", "at": "mid_reply", "hit": "1", "after": "1ms", "serial": "FTTWO"])
                expectError(try await client.run("vm_single", "unit@FTONE"), at: "rail")
                let ports = try await eventually("both are there, and in doubt", every: .look) {
                    let ports = try await client.ports().ports.filter { $0.status == .available }
                    return ports.count == 2 && ports.allSatisfy { $0.degraded?.contains("FTTWO") == true } ? ports : nil
                }
                try await client.expectPass("vm_single", "unit@\(ports[0].boardId)")
            }
        }
    }
}
