internal import Hummingbird
internal import RigModel

extension Endpoints {
    var portRoutes: [Route] {
        [
            Route(
                .get, ["ports"],
                Operation(
                    id: "listPorts", summary: "All ports, with counts that add up",
                    answers: [.init(.ok, "The ports", .reference("Ports"))])
            ) { _ in .json(await hub.view.apiPorts(at: clocks.wall, zone: zone)) },
            Route(
                .get, ["ports", .port],
                Operation(
                    id: "getPort", summary: "One port",
                    answers: [
                        .init(.ok, "The port", .reference("Port")), .problem(.notFound, "No port has this id"),
                    ])
            ) { call in
                guard let port = await hub.view.ports[call.port] else {
                    throw ProblemReply(.notFound, "no port has the id '\(call.port)'; 'portpool ports' lists them")
                }
                return .json(API.Port(port, now: clocks.wall, zone: zone))
            },
        ]
    }
}
