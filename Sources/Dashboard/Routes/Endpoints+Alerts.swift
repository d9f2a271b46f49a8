internal import HTTPTypes
internal import Hummingbird
internal import RigModel

/// What a person should see to.
extension Endpoints {
    var alertRoutes: [Route] {
        [
            Route(
                .get, ["alerts"],
                Operation(
                    id: "listAlerts", summary: "Alerts, the latest first",
                    query: [
                        .init("state", .choice(AlertStates.allCases.map(\.rawValue)), "Only these; all if absent"),
                        .init("cursor", PathParameter.alert.schema, "nextCursor of the page before"),
                        .init("limit", .whole(1...200), "Alerts a page, 1 to 200; 50 if absent"),
                    ], answers: [.init(.ok, "The alerts", .reference("Alerts"))])
            ) { call in try await list(call.query) },
            Route(
                .post, ["alerts", .alert, "ack"], changes: .acknowledge,
                Operation(
                    id: "acknowledgeAlert",
                    summary: "Says that somebody has seen it; ends the alert where nothing else is to be done",
                    answers: [
                        .init(.ok, "The alert as it is now", .reference("Alert")),
                        .problem(.notFound, "No such alert"), .problem(.conflict, "It is over already"),
                        .problem(.serviceUnavailable, "Only the store may know it, and cannot be read"),
                        .problem(.forbidden, "A page of another site asked"),
                    ])
            ) { call in try await acknowledge(call) },
        ]
    }

    private enum AlertStates: String, Sendable, CaseIterable {
        case open, firing, acknowledged, resolved
        var states: Set<Alert.State> {
            switch self {
            case .open: [.firing, .acknowledged]
            case .firing: [.firing]
            case .acknowledged: [.acknowledged]
            case .resolved: [.resolved]
            }
        }
    }

    private func list(_ query: QueryItems) async throws -> Response {
        let names = AlertStates.allCases.map(\.rawValue).joined(separator: ", ")
        let states = try query.value("state", expected: names, AlertStates.init(rawValue:))
        let limit = try query.integer("limit", in: 1...200) ?? 50
        let cursor = try query.value("cursor", expected: "the nextCursor of a page") { text in
            PathParameter.alert.admits(text) ? AlertID(text) : nil
        }
        let filter = AlertFilter(states: states?.states ?? Set(Alert.State.allCases), before: cursor)
        // One more than asked for tells whether there is a next page.
        let found = await alerts.alerts(filter, limit: limit + 1)
        let page = found.alerts.prefix(limit)
        return .json(
            API.Alerts(
                alerts: page.map { API.Alert($0, zone: zone) },
                nextCursor: found.alerts.count > limit ? page.last?.id.rawValue : nil, incomplete: found.incomplete))
    }

    private func acknowledge(_ call: Call) async throws -> Response {
        do throws(AlertRefusal) {
            let (alert, isNews) = try await alerts.acknowledge(AlertID(call[.alert]), by: await call.actor())
            if isNews { call.note.write(nil, alert.key.subject) } else { call.note.isRepetition() }
            return .json(API.Alert(alert, zone: zone))
        } catch {
            throw ProblemReply(error)
        }
    }
}

extension ProblemReply {
    init(_ refusal: AlertRefusal) {
        let status: HTTPResponse.Status =
            switch refusal {
            case .unknownAlert: .notFound
            case .alreadyResolved: .conflict
            case .unreadable: .serviceUnavailable
            }
        self.init(status, refusal.description, headers: status == .serviceUnavailable ? [.retryAfter: "5"] : [:])
        type = refusal.problemType
    }
}
