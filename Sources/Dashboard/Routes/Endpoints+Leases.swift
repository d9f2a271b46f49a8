internal import HTTPTypes
internal import Hummingbird
internal import RigModel

/// Ports and resources for persons and programs.
extension Endpoints {
    var leaseRoutes: [Route] {
        [
            Route(
                .get, ["leases"],
                Operation(
                    id: "listLeases", summary: "Leases of persons and programs that wait or are held",
                    answers: [.init(.ok, "The leases, in the order of asking", .reference("Leases"))])
            ) { _ in .json(API.Leases(leases: await leases.leases().map { API.Lease($0, zone: zone) })) },
            Route(
                .post, ["leases"], changes: .takeLease,
                Operation(
                    id: "takeLease", summary: "Asks for ports and shared resources, all of them together",
                    body: .reference("TakeLease"),
                    answers: [
                        .init(.created, "They are yours; Location names the lease", .reference("Lease")),
                        .init(.accepted, "You are in the queue; waitingFor says behind what", .reference("Lease")),
                        .problem(.conflict, "A port is not plugged in, or in quarantine"),
                        .problem(.unprocessableContent, "No such port, or a value that cannot be"),
                    ] + Self.orderProblems)
            ) { call in try await take(call) },
            Route(
                .get, ["leases", .lease],
                Operation(
                    id: "getLease", summary: "One lease; for a while also one that has ended, with the reason",
                    answers: [.init(.ok, "The lease", .reference("Lease")), .problem(.notFound, "No such lease")])
            ) { call in
                guard let record = await leases.lease(call.lease) else {
                    throw ProblemReply(.unknownLease(call.lease), unknownPort: .notFound)
                }
                return .json(API.Lease(record, zone: zone))
            },
            Route(
                .patch, ["leases", .lease], changes: .keepLease,
                Operation(
                    id: "keepLease", summary: "A heartbeat of the holder or of who waits; may prolong the lease",
                    body: .reference("KeepLease"),
                    answers: [
                        .init(.ok, "The lease as it is now", .reference("Lease")), .problem(.notFound, "No such lease"),
                        .problem(.conflict, "It has ended, or is a run's"),
                        .problem(.unprocessableContent, "Longer than the station allows"),
                    ] + Self.orderProblems)
            ) { call in try await keep(call) },
            Route(
                .delete, ["leases", .lease], changes: .endLease,
                Operation(
                    id: "endLease",
                    summary: "Gives a lease or its place in the queue back, or takes it from its holder",
                    query: [
                        .init("reason", .text(pattern: "^.{0,200}$"), "Why, for its holder; at most 200 characters")
                    ],
                    answers: [
                        .init(.ok, "The lease as it ended", .reference("Lease")),
                        .problem(.notFound, "No such lease"),
                        .problem(.conflict, "It has ended already, or is a run's"),
                        .problem(.forbidden, "A page of another site asked"),
                    ])
            ) { call in try await end(call) },
        ]
    }

    /// Of every order that has a body.
    static let orderProblems: [Operation.Answer] = [
        .problem(.forbidden, "A page of another site asked"), .problem(.contentTooLarge, "The body is too large"),
        .problem(.unsupportedMediaType, "The body is not application/json"),
        .problem(.serviceUnavailable, "The service is stopping"),
    ]

    private func take(_ call: Call) async throws -> Response {
        let keys: Set = ["ports", "for", "reason", "resources", "priority", "termMs", "heartbeatMs", "waitMs"]
        var order = try LeaseWords.order(try await JSONBody.read(API.TakeLease.self, keys: keys, from: call.request))
        var ports: [PortID] = []
        for name in order.ports { ports.append(try await port(named: name.rawValue, else: .unprocessableContent)) }
        order.ports = ports
        let wanted = ports.map(\.rawValue) + order.resources.map(\.rawValue)
        let purpose = "for \(order.owner): \(order.reason)"
        call.note.write(wanted.joined(separator: ", "), purpose)
        let record = try await obey { [order] () async throws(LeaseRefusal) in try await leases.lease(order) }
        call.note.write(record.id.rawValue, "\(wanted.joined(separator: ", ")) \(purpose)")
        var status = HTTPResponse.Status.created
        if case .waiting = record.state { status = .accepted }
        return .json(
            API.Lease(record, zone: zone), status: status, headers: [.location: "/api/v1/leases/\(record.id)"])
    }

    private func keep(_ call: Call) async throws -> Response {
        let asked = try await JSONBody.read(API.KeepLease.self, keys: ["extendMs"], from: call.request)
        let more = try LeaseWords.duration("extendMs", asked.extendMs, in: LeaseWords.milliseconds)
        // A sign of life changes nothing.
        if let more { call.note.write(nil, "for \(more) from now") } else { call.note.isRepetition() }
        let record = try await obey { () async throws(LeaseRefusal) in
            try await leases.heartbeat(call.lease, extendingBy: more)
        }
        return .json(API.Lease(record, zone: zone))
    }

    private func end(_ call: Call) async throws -> Response {
        let reason = call.query["reason"].map { "it was ended: \($0)" } ?? "it was given back"
        guard reason.count <= 220 else { throw ProblemReply(.badRequest, "'reason' has more than 200 characters") }
        call.note.write(nil, reason)
        let record = try await obey { () async throws(LeaseRefusal) in
            try await leases.end(call.lease, reason: reason)
        }
        return .json(API.Lease(record, zone: zone))
    }

    /// Carries an order out; a refusal becomes the answer.
    ///
    /// - Parameter unknownPort: where the port is named: in the path, or in the body.
    func obey<Result>(
        unknownPort: HTTPResponse.Status = .unprocessableContent, _ order: () async throws(LeaseRefusal) -> Result
    ) async throws(ProblemReply) -> Result {
        do throws(LeaseRefusal) { return try await order() } catch {
            throw ProblemReply(error, unknownPort: unknownPort)
        }
    }
}

extension ProblemReply {
    init(_ refusal: LeaseRefusal, unknownPort: HTTPResponse.Status) {
        let status: HTTPResponse.Status =
            switch refusal {
            case .unknownPort: unknownPort
            case .noPorts, .tooLong: .unprocessableContent
            case .offline, .quarantined, .alreadyEnded, .heldByRun, .present: .conflict
            case .unknownLease: .notFound
            case .stopping: .serviceUnavailable
            }
        self.init(status, refusal.description, headers: status == .serviceUnavailable ? [.retryAfter: "5"] : [:])
        type = refusal.problemType
    }
}
