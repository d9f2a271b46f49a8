import APIClient
import ArgumentParser
import RigModel
import Station

struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "What a person should see to: list it, say that it was seen.",
        discussion: """
            portpool alerts                                   those that are open
            portpool alerts --show all --limit 100            with those that are over
            portpool alerts ack 01JD3V6T4N0000000000000000

            A run that ended CRITICAL: until the unit's next good run, or until it is
            acknowledged. A service that is not well, for each reason: until the reason
            is gone; it may be acknowledged meanwhile. A store that had to be begun
            anew: until it is acknowledged.

            Where no service answers, the state folder's store is read.
            """,
        subcommands: [List.self, Acknowledge.self], defaultSubcommand: List.self)

    /// Which alerts are meant.
    enum States: String, ExpressibleByArgument, CaseIterable {
        case open, firing, acknowledged, resolved, all

        var states: Set<Alert.State> {
            switch self {
            case .open: [.firing, .acknowledged]
            case .firing: [.firing]
            case .acknowledged: [.acknowledged]
            case .resolved: [.resolved]
            case .all: Set(Alert.State.allCases)
            }
        }
        /// As the API takes it.
        var word: String? { self == .all ? nil : rawValue }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Alerts, the latest first.")
        @Option(help: "Only these: open, firing, acknowledged, resolved, or all.") var show = States.open
        @Option(help: "How many, 200 at most.") var limit = 50
        @OptionGroup var service: ServiceOptions
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            if !(1...200).contains(limit) { throw ValidationError("--limit must be 1 to 200") }
        }

        func run() async throws {
            let (show, limit) = (show, limit)
            let filter = AlertFilter(states: show.states)
            let found = try await service.ask(orRead: { try await $0.alerts(filter, limit: limit) }) {
                try await $0.alerts(state: show.word, limit: limit)
            }
            if let why = found.incomplete { Terminal.error(why) }
            if json { return Terminal.print(try JSONText.of(found)) }
            if found.alerts.isEmpty {
                return Terminal.print(show == .all ? "no alerts" : "no alert is \(show.rawValue)")
            }
            var table = Table("ALERT", "SEVERITY", "STATE", "SINCE", "TIMES", "WHAT AND WHAT TO DO")
            for alert in found.alerts {
                table.add(
                    alert.id.rawValue, alert.severity.rawValue, alert.state.rawValue, alert.firedAt, "\(alert.count)",
                    alert.summary)
            }
            Terminal.print(table.text)
        }
    }

    struct Acknowledge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ack", abstract: "Says that somebody has seen an alert.")
        @Argument(help: "The alert's id, as `portpool alerts` lists it.") var id: String
        @OptionGroup var service: ServiceOptions

        func run() async throws {
            let id = AlertID(id)
            let alert = try await service.ask { try await $0.acknowledge(id) }
            let outcome = alert.resolvedAt == nil ? "acknowledged; it stays until its reason is gone" : "over"
            Terminal.print("\(alert.id) is \(outcome): \(Terminal.visible(alert.summary))")
        }
    }
}
