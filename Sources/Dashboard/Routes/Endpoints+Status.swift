internal import HTTPTypes
internal import Hummingbird
internal import RigModel

extension Endpoints {
    var statusRoutes: [Route] {
        [
            Route(
                .get, ["status"],
                Operation(
                    id: "getStatus", summary: "How the service is",
                    answers: [.init(.ok, "The status", .reference("Status"))])
            ) { _ in .json(station.status(await hub.view.status, at: clocks.monotonic)) },
            Route(
                .get, ["healthz"], base: .root,
                Operation(
                    id: "getHealth", summary: "Whether the process answers at all",
                    answers: [.init(.ok, "It does", .reference("Health"))])
            ) { _ in .json(Health(status: "ok", reasons: [])) },
            Route(
                .get, ["readyz"], base: .root,
                Operation(
                    id: "getReadiness", summary: "Whether the service takes runs, and why not",
                    answers: [
                        .init(.ok, "It does; the reasons say what is degraded", .reference("Health")),
                        .init(.serviceUnavailable, "It does not", .reference("Health")),
                    ])
            ) { _ in await readiness() },
        ]
    }

    /// GET healthz and readyz.
    struct Health: Codable, Sendable, Hashable {
        var status: String
        var reasons: [String]
    }

    private func readiness() async -> Response {
        guard let status = await hub.view.status else {
            return .json(Health(status: "starting", reasons: ["the service is starting"]), status: .serviceUnavailable)
        }
        switch status.state {
        case .running, .degraded: return .json(Health(status: "ready", reasons: status.reasons))
        case .stopping, .error:
            let reasons = status.reasons.isEmpty ? ["the service is \(status.state.rawValue)"] : status.reasons
            return .json(Health(status: "not ready", reasons: reasons), status: .serviceUnavailable)
        }
    }
}
