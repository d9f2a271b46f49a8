import APIClient
import ArgumentParser
import Foundation
import RigModel

struct LeasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leases", abstract: "Ports reserved by persons and programs: list, take, end.",
        discussion: """
            portpool leases
            portpool leases take FT7ABCDE-A FT7ABCDE-B --reason "looking for the short"
            portpool leases end 01JD3V6T4N0000000000000000 --reason "needed for production"
            """,
        subcommands: [List.self, Take.self, End.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Leases that wait or are held.")
        @OptionGroup var service: ServiceOptions
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            let leases = try await service.ask { try await $0.leases() }
            if json { return Terminal.print(try JSONText.of(leases)) }
            var table = Table("LEASE", "OWNER", "STATE", "PORTS", "UNTIL", "REASON")
            for lease in leases.leases {
                let state = lease.waitingFor.map { "waiting for \($0.joined(separator: ", "))" } ?? lease.state.rawValue
                let targets = lease.ports.map(\.rawValue) + lease.resources.map(\.rawValue)
                table.add(
                    lease.id.rawValue, lease.owner, state, targets.joined(separator: ", "), lease.deadline, lease.reason
                )
            }
            Terminal.print(table.text)
        }
    }

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes ports, and keeps them until Ctrl-C or until their time is over.",
            discussion: """
                No run touches the ports meanwhile. Where they are not free, it waits its
                turn. A command that is killed loses them after a minute.

                portpool leases take FT7ABCDE-A --reason "the short" --minutes 30
                """)
        @Argument(help: "Ids of ports, as `portpool ports` lists them, or their aliases.") var ports: [String]
        @Option(help: "Who wants them. Default: the user.") var `for`: String?
        @Option(help: "What for; shown with the ports.") var reason = "taken by hand"
        @Option(help: "A shared resource that is taken with them; may be given several times.") var resource: [String] =
            []
        @Option(help: "The higher is served first.") var priority = 0
        @Option(help: "How long it is good for. Default: as the station's `leases` say.") var minutes: Int?
        @OptionGroup var service: ServiceOptions

        func validate() throws {
            if let minutes, !(1...525_600).contains(minutes) { throw ValidationError("--minutes must be 1 to 525600") }
        }

        func run() async throws {
            let order = API.TakeLease(
                ports: ports.map { PortID($0) }, for: self.for ?? NSUserName(), reason: reason,
                resources: resource.isEmpty ? nil : resource.map { ResourceID($0) }, priority: priority,
                termMs: minutes.map { Int64($0) * 60_000 })
            let reason = try await service.ask { try await KeptLease($0).take(order) }
            guard let reason else { return }
            Terminal.error("the lease has ended: \(reason)")
            throw ExitStatus.rigError
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Gives a lease back, or takes it from its holder.")
        @Argument(help: "The lease's id, as `portpool leases` lists it.") var id: String
        @Option(help: "Why, for its holder.") var reason: String?
        @OptionGroup var service: ServiceOptions

        func run() async throws {
            let lease = try await service.ask { try await $0.endLease(LeaseID(id), reason: reason) }
            Terminal.print("\(id) of \(lease.owner) has ended: \(lease.endReason ?? "")")
        }
    }
}
