import APIClient
public import ArgumentParser
public import RigModel
import Station

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who has asked for what, and what came of it.",
        discussion: """
            portpool audit
            portpool audit --action quarantine --since 7d
            portpool audit --target FT7ABCDE-A
            portpool audit --target 01M80GPVZ31QNB845PRNJ6DDHJ

            Every change that somebody asks for is one entry: runs, aborts, signals and
            answers, leases, quarantines, ports that are forgotten, alerts that are
            acknowledged. The passes of a loop are of one order, and are one entry. The
            target of an order is its BIB or unit; the runs that it began find it too.

            Where no service answers, the state folder's store is read, which knows
            ports by their ids alone.
            """)

    @Option(help: "Only these: \(AuditAction.allCases.map(\.rawValue).joined(separator: ", ")).")
    var action: AuditAction?
    @Option(help: "Only of this run, port, lease, alert, BIB or unit (bib/uut).") var target: String?
    @Option(help: "Only since: \(TimeArgument.forms).", transform: TimeArgument.init(_:)) var since: TimeArgument?
    @Option(help: "How many, 200 at most.") var limit = 50
    @OptionGroup var service: ServiceOptions
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if !(1...200).contains(limit) { throw ValidationError("--limit must be 1 to 200") }
    }

    func run() async throws {
        var query = [("limit", "\(limit)")]
        for (name, value) in [("action", action?.rawValue), ("target", target), ("from", since?.rfc3339)] {
            if let value { query.append((name, value)) }
        }
        let (wanted, limit) = (query, limit)
        let filter = AuditFilter(action: action, target: target, from: since?.instant)
        let audit = try await service.ask(orRead: { try await $0.audit(filter, limit: limit) }) {
            try await $0.audit(wanted)
        }
        if json { return Terminal.print(try JSONText.of(audit)) }
        var table = Table("AT", "WHO", "ASKED FOR", "OF", "OUTCOME", "DETAIL")
        for entry in audit.entries {
            table.add(
                entry.at, entry.actor, entry.action.rawValue, entry.target, entry.outcome.rawValue,
                [entry.reason, entry.detail].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "; "))
        }
        Terminal.print(table.text)
    }
}

extension AuditAction: ExpressibleByArgument {}
