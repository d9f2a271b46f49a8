internal import HTTPTypes
internal import Hummingbird
internal import RigModel

extension Endpoints {
    var logRoutes: [Route] {
        [
            Route(
                .get, ["logs"],
                Operation(
                    id: "listLogs", summary: "The units that have logs",
                    answers: [.init(.ok, "The units", .reference("LogTree"))])
            ) { _ in .json(try await tree { _ in true }) },
            Route(
                .get, ["logs", .bib],
                Operation(
                    id: "listLogsOfBIB", summary: "The units of a BIB that have logs",
                    answers: [.init(.ok, "The units", .reference("LogTree")), .problem(.notFound, "No such BIB")])
            ) { call in
                let tree = try await tree { $0.bib == call.bib }
                if tree.units.isEmpty, await !bench.plans().contains(where: { $0.bib == call.bib }) {
                    throw await unknown(call.bib)
                }
                return .json(tree)
            },
            Route(
                .get, ["logs", .bib, .uut],
                Operation(
                    id: "getLogsOfUnit", summary: "A unit's runs, newest first, and the last lines of the newest",
                    query: [
                        .init("tail", .whole(0...10_000), "So many lines, 0 to 10000; 200 if absent"),
                        .init("limit", .whole(1...1_000), "So many runs, 1 to 1000; 100 if absent"),
                    ],
                    answers: [
                        .init(.ok, "Runs and lines", .reference("UnitLog")), .problem(.notFound, "It has no logs"),
                    ])
            ) { call in try await unitLog(call) },
            Route(
                .get, ["logs", .bib, .uut, .run],
                Operation(
                    id: "getLogFile", summary: "The log of one run, or of the 'latest'",
                    query: [.init("format", .choice(["text", "jsonl"]), "jsonl: the same lines as JSON")],
                    headers: [.init("Range", .string, "bytes=from-to, bytes=from- or bytes=-count")],
                    answers: [
                        .init(.ok, "The file", .string, contentType: "text/plain"),
                        .init(.partialContent, "A part of it", .string, contentType: "text/plain"),
                        .problem(.notFound, "No such log"),
                        .problem(.rangeNotSatisfiable, "The file is shorter than that"),
                    ])
            ) { call in try await logFile(call) },
        ]
    }

    private func tree(_ isWanted: (LoggedUnit) -> Bool) async throws -> API.LogTree {
        let units = try await logs.units().filter(isWanted).sorted { ($0.bib, $0.uut) < ($1.bib, $1.uut) }
        return API.LogTree(units: units.map { .init(bibId: $0.bib, uutId: $0.uut, runs: $0.runs) })
    }

    private func unitLog(_ call: Call) async throws -> Response {
        let tail = try call.query.integer("tail", in: 0...10_000) ?? 200
        let limit = try call.query.integer("limit", in: 1...1_000) ?? 100
        let runs = try await logs.runs(bib: call.bib, uut: call.uut)
        guard !runs.isEmpty, let file = try await logs.file(bib: call.bib, uut: call.uut, run: nil) else {
            throw ProblemReply(.notFound, "'\(call.uut)' of '\(call.bib)' has no logs")
        }
        let lines = try await LogTail(path: file.absolutePath, context: call.context).lines(tail)
        return .json(
            API.UnitLog(
                bibId: call.bib, uutId: call.uut, runs: runs.prefix(limit).map { .init($0, zone: zone) }, lines: lines))
    }

    private func logFile(_ call: Call) async throws -> Response {
        let asJSON =
            try call.query.value("format", expected: "text or jsonl") { ["text": false, "jsonl": true][$0] } ?? false
        guard let file = try await logs.file(bib: call.bib, uut: call.uut, run: call.run) else {
            throw ProblemReply(.notFound, "'\(call.uut)' of '\(call.bib)' has no log of the run '\(call[.run])'")
        }
        return try await FileReply(
            path: asJSON ? file.absoluteJSONPath : file.absolutePath,
            contentType: asJSON ? "application/x-ndjson" : "text/plain; charset=utf-8"
        ).response(to: call)
    }
}
