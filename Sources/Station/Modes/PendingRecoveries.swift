import RigModel

/// The runs that the service left unfinished when it died, as long as their units were not taken care of. Pure.
struct PendingRecoveries: Sendable {
    private var pending: [ExecutionResult]
    /// Asked for at this moment.
    private var inHand: Set<ExecutionID> = []

    /// - Parameter interrupted: as `RecoveryArchive.unrecovered()` lists them.
    init(_ interrupted: [ExecutionResult]) { pending = interrupted }

    /// Orders for those whose plan asks for it, of a BIB or of all; each is handed out once, until it is given back.
    mutating func takeOrders(of bib: BIBID?, plans: [BIBID: Plan]) -> [RunOrder] {
        let ripe = pending.map(\.request).filter { request in
            (bib == nil || bib == request.bib) && !inHand.contains(request.id)
                && plans[request.bib]?.recovery == .stop
        }
        inHand.formUnion(ripe.map(\.id))
        return ripe.map { request in
            RunOrder(
                bib: request.bib, uut: request.instance.rawValue, board: request.board, origin: "recovery",
                priority: .max, recovers: request.id)
        }
    }

    /// It could not be begun now.
    mutating func giveBack(_ run: ExecutionID) { inHand.remove(run) }

    /// Somebody takes care of the unit.
    mutating func tookCare(ofRun run: ExecutionID) {
        inHand.remove(run)
        pending.removeAll { $0.request.id == run }
    }
    /// Another run of the unit does as well.
    mutating func tookCare(of bib: BIBID, _ instance: UUTInstanceID) {
        pending.removeAll {
            $0.request.bib == bib && $0.request.instance == instance && !inHand.contains($0.request.id)
        }
    }

    /// What a person should know, one sentence each: units that wait for their board to come back.
    func reasons(plans: [BIBID: Plan]) -> [String] {
        pending.filter { plans[$0.request.bib]?.recovery == .stop }.map { result in
            let run = result.request
            return
                "\(run.bib)/\(run.instance) was left in the middle of run \(run.id); its STOP is sent as soon as board "
                + "\(run.board) is there with its ports, before anything else"
        }
    }

    /// Those that nothing can be done for: their plans are gone.
    func withoutPlan(_ plans: [BIBID: Plan]) -> [ExecutionRequest] {
        pending.map(\.request).filter { plans[$0.bib] == nil }
    }
}
