import APIClient
import Scenarios
import Testing

/// A bench that worlds and lists of devices have too, on the kernel of a virtual machine: plugged into it from outside,
/// and attached by the machine itself.
@Suite(.enabled(if: MachineImage.made != nil, "scripts/vm-test runs these"), .timeLimit(.minutes(3)))
struct ScenarioTests {
    enum Transport: CaseIterable {
        case vm, attach

        func with(_ body: (BenchScenario) async throws -> Void) async throws {
            switch self {
            case .vm:
                try await VirtualMachine.with { machine, client in
                    try await RedirBench.with("attach", sockets: [("quad", "1"), ("single", "b1")], of: machine) {
                        bench in
                        try await body(BenchScenario(client, lookingEvery: .look) { try bench.tell($0) })
                    }
                }
            case .attach:
                try await VirtualMachine.with(.attached) { machine, client in
                    try await body(
                        BenchScenario(client, lookingEvery: .look) { try await machine.tellAttached($0) })
                }
            }
        }
    }

    @Test(arguments: Transport.allCases) func boardsAreFoundAndPass(transport: Transport) async throws {
        try await transport.with { try await $0.boardsAreFoundAndPass() }
    }

    @Test(arguments: Transport.allCases) func aPulledPlugIsAnError(transport: Transport) async throws {
        try await transport.with { try await $0.aPulledPlugIsAnError() }
    }

    @Test(arguments: Transport.allCases) func swappedChannelsAreWhoTheyWere(transport: Transport) async throws {
        try await transport.with { try await $0.swappedChannelsAreWhoTheyWere() }
    }
}
