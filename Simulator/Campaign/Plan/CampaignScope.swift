internal import BoardModel
internal import Patterns
internal import RigModel
public import World

/// What a campaign tries on a bench, and what it does not, with the reason.
public struct CampaignScope: Sendable {
    public let jobs: [CampaignJob]
    /// One line for each reason why something that was wanted is not tried.
    public let omissions: [String]

    /// - Parameters:
    ///   - kinds: only these kinds of faults; empty: all.
    ///   - runs: no more than so many, which chance decides; nil: all.
    public init(
        _ plans: [CampaignPlan], on bench: Bench, seed: UInt64, kinds: Set<String> = [], isWhole: Bool = false,
        runs: Int? = nil
    ) {
        func isWanted(_ entry: FaultEntry) -> Bool { kinds.isEmpty || kinds.contains(entry.name) }
        let all = CampaignJob.cover(
            plans, with: Specimen.all.filter { isWanted($0.entry) }, seed: seed, isWhole: isWhole)
        let fitting = all.filter { job in
            if job.specimen.newSerial == .duplicate { return Self.hasTwoSerials(bench) }
            return !job.specimen.needsHub
                || plans.contains { $0.plan.bib == job.bib && Self.isOnHub($0.plan, bench) }
        }
        var dice = SeededGenerator(seed: seed)
        jobs = runs.map { Array(fitting.shuffled(using: &dice).prefix($0)) } ?? fitting

        var omissions: [String] = []
        let ofChips = FaultCatalogue.entries.filter { isWanted($0) && !$0.transports.contains(.world) }.map(\.name)
        if !ofChips.isEmpty {
            omissions.append(
                "\(ofChips.joined(separator: ", ")): a world has no chips; the virtual machine of scripts/vm-test has")
        }
        let wanted = Set(Specimen.all.filter { isWanted($0.entry) }.map(\.entry.name))
        if wanted.contains("hub_pull") {
            let alone = plans.map(\.plan).filter { !Self.isOnHub($0, bench) }.map { "\($0.bib)" }
            if !alone.isEmpty {
                omissions.append(
                    "hub_pull with \(alone.joined(separator: ", ")): no board of it is on a hub of this bench")
            }
        }
        if wanted.contains("replug"), !Self.hasTwoSerials(bench) {
            omissions.append("replug with a duplicate serial number: this bench has no other board that has one")
        }
        if jobs.count < fitting.count {
            omissions.append("\(fitting.count - jobs.count) of \(fitting.count) runs: --runs asked for \(jobs.count)")
        }
        self.omissions = omissions
    }

    private static func hasTwoSerials(_ bench: Bench) -> Bool { bench.script.boards.count { $0.serial != nil } > 1 }

    private static func isOnHub(_ plan: Plan, _ bench: Bench) -> Bool {
        bench.script.boards.contains { board in
            guard board.isOnHub, let usb = bench.boards[board.script]?.usb else { return false }
            let match = plan.match
            return (match.product == nil || usb.product == match.product)
                && (match.vendorID == nil || match.vendorID?.lowercased() == hex(usb.vendorID))
                && (match.productIDs.isEmpty || match.productIDs.contains { $0.lowercased() == hex(usb.productID) })
                && fits(board.serial, match.serial)
        }
    }

    /// Where the service gives up on a serial number, the board is not the plan's.
    private static func fits(_ serial: String?, _ text: PatternText?) -> Bool {
        guard let text else { return true }
        guard let serial, let pattern = try? Pattern(text.source) else { return false }
        return (try? pattern.match(Array(serial.utf8))).flatMap { $0 } != nil
    }

    /// Four digits.
    private static func hex(_ number: UInt16) -> String { String(String(0x10000 + Int(number), radix: 16).dropFirst()) }
}
