internal import HTTPTypes
internal import Hummingbird
internal import RigModel

extension Endpoints {
    var bibRoutes: [Route] {
        [
            Route(
                .get, ["bibs"],
                Operation(
                    id: "listBIBs", summary: "All plans as loaded, and the boards that none of them fits",
                    answers: [.init(.ok, "Plans and unused boards", .reference("BIBs"))])
            ) { _ in .json(await bibs()) },
            Route(
                .get, ["bibs", .bib],
                Operation(
                    id: "getBIB", summary: "One plan as loaded, with all its errors",
                    answers: [.init(.ok, "The plan", .reference("BIB")), .problem(.notFound, "No such BIB")])
            ) { call in .json(try await bib(call.bib)) },
            Route(
                .get, ["bibs", .bib, "plan"],
                Operation(
                    id: "getPlan", summary: "The text of a plan file",
                    answers: [
                        .init(.ok, "The file as it is", .string, contentType: "application/yaml"),
                        .problem(.notFound, "No such BIB"),
                    ])
            ) { call in
                guard let text = await bench.planText(call.bib) else { throw await unknown(call.bib) }
                return Response(
                    status: .ok, headers: [.contentType: "application/yaml; charset=utf-8", .cacheControl: "no-store"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
            },
        ]
    }

    func bibs() async -> API.BIBs {
        API.BIBs(
            bibs: await bench.plans().sorted { $0.bib < $1.bib }.map(API.BIB.init),
            unusedBoards: await bench.unusedBoards().sorted { $0.board < $1.board }.map(API.Board.init))
    }

    private func bib(_ id: BIBID) async throws -> API.BIB {
        guard let plan = await bench.plans().first(where: { $0.bib == id }) else { throw await unknown(id) }
        return API.BIB(plan)
    }

    func unknown(_ bib: BIBID) async -> ProblemReply {
        let known = await bench.plans().map(\.bib.rawValue).sorted()
        let names = known.isEmpty ? "none" : known.joined(separator: ", ")
        return ProblemReply(.notFound, "no BIB is called '\(bib)'; loaded: \(names)")
    }
}
