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
            ) { _ in .json(await hub.view.apiPorts(at: clocks.wall, station)) },
            Route(
                .get, ["ports", .port],
                Operation(
                    id: "getPort", summary: "One port",
                    answers: [
                        .init(.ok, "The port", .reference("Port")), .problem(.notFound, "No port has this id"),
                        Self.ambiguousPort,
                    ])
            ) { call in
                let id = try await port(call)
                guard let port = await hub.view.ports[id] else {
                    throw ProblemReply(.notFound, "no port has the id '\(id)'; 'portpool ports' lists them")
                }
                return .json(station.named(API.Port(port, now: clocks.wall, zone: zone)))
            },
            Route(
                .delete, ["ports", .port], changes: .forget,
                Operation(
                    id: "forgetPort", summary: "Leaves out a port that is not plugged in",
                    answers: [
                        .init(.ok, "It is counted no more", .reference("Notice")),
                        .problem(.notFound, "No port has this id"),
                        .problem(.conflict, "It is plugged in, or its name is a port's and another's alias"),
                        .problem(.forbidden, "A page of another site asked"),
                    ])
            ) { call in
                let port = try await port(call)
                call.note.write(port.rawValue)
                try await obey(unknownPort: .notFound) { () async throws(LeaseRefusal) in
                    try await leases.forget(port)
                }
                return .json(API.Notice(reason: "port \(port) is forgotten until it is plugged in again"))
            },
            Route(
                .post, ["ports", .port, "quarantine"], changes: .quarantine,
                Operation(
                    id: "quarantinePort", summary: "Takes a port out of use; a run on it goes on to its end",
                    body: .reference("QuarantinePort"),
                    answers: [
                        .init(.ok, "It is handed out no more until it is released", .reference("Notice")),
                        .problem(.notFound, "No port has this id"), .problem(.unprocessableContent, "No reason"),
                        Self.ambiguousPort,
                    ] + Self.orderProblems)
            ) { call in
                let asked = try await JSONBody.read(API.QuarantinePort.self, keys: ["reason"], from: call.request)
                let reason = try LeaseWords.text("reason", asked.reason)
                let port = try await port(call)
                call.note.write(port.rawValue, reason)
                let notice = PortNotice(port, before: await hub.view.ports[port])
                try await obey(unknownPort: .notFound) { () async throws(LeaseRefusal) in
                    try await leases.quarantine(port, reason: reason)
                }
                return .json(API.Notice(reason: notice.quarantined(for: reason)))
            },
            Route(
                .post, ["ports", .port, "release"], changes: .release,
                Operation(
                    id: "releasePort", summary: "Ends a port's quarantine, or the memory of its failure to open",
                    answers: [
                        .init(.ok, "It is handed out again", .reference("Notice")),
                        .problem(.notFound, "No port has this id"), Self.ambiguousPort,
                        .problem(.forbidden, "A page of another site asked"),
                    ])
            ) { call in
                let port = try await port(call)
                call.note.write(port.rawValue)
                let notice = PortNotice(port, before: await hub.view.ports[port])
                try await obey(unknownPort: .notFound) { () async throws(LeaseRefusal) in
                    try await leases.release(port)
                }
                return .json(API.Notice(reason: notice.released))
            },
        ]
    }
}
