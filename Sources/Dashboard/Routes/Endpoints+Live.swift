internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import RigModel

extension Endpoints {
    var liveRoutes: [Route] {
        [
            Route(
                .get, ["snapshot"],
                Operation(
                    id: "getSnapshot",
                    summary: "All that the page shows, and the position in the events it is true for",
                    headers: [
                        .init("If-None-Match", .string, "ETag of the answer before: 304 if nothing has happened")
                    ],
                    answers: [
                        .init(.ok, "The snapshot", .reference("Snapshot")),
                        .init(.notModified, "Nothing has happened since", nil),
                    ])
            ) { call in try await snapshot(call) },
            Route(
                .get, ["events"],
                Operation(
                    id: "streamEvents", summary: "What happens, as it happens: server-sent events",
                    query: [
                        .init(
                            "topics", .list(of: "(\(Topic.allCases.map(\.rawValue).joined(separator: "|")))"),
                            "Some of \(Self.topicNames), joined by commas; all if absent"),
                        .init("bib", .list(of: PathParameter.plainName), "Of these BIBs"),
                        .init("uut", .list(of: PathParameter.instanceName), "Of these units, or unit@board"),
                        .init("port", .list(of: PathParameter.plainName), "Of these ports, by id or alias"),
                        .init("level", Schemas.severity, "Log lines from it up"),
                        .init(
                            "after", .text(pattern: "^.*-[0-9]+$"),
                            "A position, <epoch>-<sequence>: what came behind it is sent first"),
                    ],
                    headers: [.init("Last-Event-ID", .string, "The same as after; browsers send it by themselves")],
                    answers: [
                        .init(.ok, "A stream without end", .string, contentType: "text/event-stream"),
                        .problem(.serviceUnavailable, "Too many streams; Retry-After says when to come back"),
                    ])
            ) { call in try await stream(call) },
        ]
    }

    static var topicNames: String { Topic.allCases.map(\.rawValue).joined(separator: ", ") }

    private func snapshot(_ call: Call) async throws -> Response {
        // The view first: what is asked for behind it can only be newer, and its events then come once more.
        let view = await hub.view
        let position = EventPosition(epoch: station.epoch, sequence: view.sequence)
        let tag = EntityTag(weak: "\(position)")
        // Not for the browser's own cache, which would hand out the time of an old answer; for those who ask themselves.
        let headers: HTTPFields = [.eTag: tag.text, .cacheControl: "no-store"]
        if tag.matches(call.request.headers) { return Response(status: .notModified, headers: headers) }
        let now = clocks.wall
        let snapshot = API.Snapshot(
            position: "\(position)", time: zone.rfc3339(now),
            status: station.status(view.status, at: clocks.monotonic), ports: view.apiPorts(at: now, station),
            executions: view.apiExecutions(at: now, zone: zone), leases: view.apiLeases(zone: zone),
            alerts: view.apiAlerts(zone: zone),
            lastVerdicts: view.apiLastVerdicts(zone: zone),
            bibs: await bibs(), metrics: try await figures(call.context.logger), logTail: view.apiLogTail(zone: zone))
        return .json(snapshot, headers: headers)
    }

    /// The page must show what is wrong with a store that cannot be read, so it does not go without its snapshot then.
    private func figures(_ logger: Logger) async throws -> API.Metrics {
        do {
            return try await metrics.read(.standard)
        } catch {
            logger.warning("the figures cannot be read from the store", metadata: ["error": "\(error)"])
            return try await metrics.readWithoutRuns(.standard)
        }
    }

    private func stream(_ call: Call) async throws -> Response {
        let (filter, start) = (try await filter(call.query), try start(of: call))
        if let refusal = await hub.refusal {
            throw ProblemReply(.serviceUnavailable, refusal.description, headers: [.retryAfter: "5"])
        }
        return EventStream(hub: hub, filter: filter, start: start).response(to: call)
    }

    private func filter(_ query: QueryItems) async throws(ProblemReply) -> EventFilter {
        let names = try query.list("port", expected: PathParameter.port.expected) {
            PathParameter.port.admits($0) ? $0 : nil
        }
        var ports: Set<PortID>?
        if let names { ports = try await self.ports(names) }
        return EventFilter(
            topics: try query.list("topics", expected: "some of \(Self.topicNames)", Topic.init(rawValue:)),
            bibs: try query.list("bib", expected: PathParameter.bib.expected) {
                PathParameter.bib.admits($0) ? BIBID($0) : nil
            },
            units: try query.list("uut", expected: PathParameter.uut.expected) {
                PathParameter.uut.admits($0) ? $0 : nil
            },
            ports: ports,
            level: try query.value(
                "level", expected: LogLine.Severity.allCases.map(\.rawValue).joined(separator: ", "),
                LogLine.Severity.init(rawValue:)) ?? .debug)
    }

    /// A browser sends the header when it comes back, with the same address as before: the header is the newer.
    private func start(of call: Call) throws(ProblemReply) -> StreamStart {
        if let header = call.request.headers[.lastEventID], !header.isEmpty {
            return EventPosition(header).map(StreamStart.after) ?? .unknown
        }
        let after = try call.query.value("after", expected: "<epoch>-<sequence>, as the snapshot's position") {
            EventPosition($0)
        }
        return after.map(StreamStart.after) ?? .now
    }
}

extension HTTPField.Name {
    static let lastEventID = Self("Last-Event-ID")!
}
