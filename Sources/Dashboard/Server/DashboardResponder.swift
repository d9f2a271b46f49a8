internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Answers every request of one listening address: checks who asks, finds the route, and makes every error a problem.
struct DashboardResponder: HTTPResponder {
    typealias Context = DashboardContext

    let table: RouteTable
    let page: PageAssets
    let hosts: HostPolicy
    let auditor: Auditor

    func respond(to request: Request, context: DashboardContext) async -> Response {
        var response: Response
        do {
            response = try await answer(request, context)
        } catch let problem as ProblemReply {
            response = problem.response(instance: request.uri.path)
        } catch {
            context.logger.error(
                "a request failed",
                metadata: ["method": "\(request.method)", "path": "\(request.uri.path)", "error": "\(error)"])
            let problem = ProblemReply(
                .internalServerError, "the service could not answer; its log (service.log) says why")
            response = problem.response(instance: request.uri.path)
        }
        if request.method == .head { response = response.createHeadResponse() }
        // A file that is stricter than the page brings a policy of its own; the page's would only forbid what that allows.
        let own = response.headers[.contentSecurityPolicy]
        response.headers.append(contentsOf: Self.guards)
        if let own { response.headers[.contentSecurityPolicy] = own }
        context.logger.debug(
            "request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
            ])
        return response
    }

    /// What the browser may do with anything from here: nothing from elsewhere, nothing inline, no guessing of types.
    private static let guards: HTTPFields = [
        .contentSecurityPolicy: "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "object-src 'none'",
        .xContentTypeOptions: "nosniff", HTTPField.Name("Referrer-Policy")!: "no-referrer",
        .crossOriginResourcePolicy: "same-origin",
    ]

    private func answer(_ request: Request, _ context: DashboardContext) async throws -> Response {
        try checkOrigin(of: request)
        if request.method == .options, request.uri.string == "*" { return allow([.get, .post, .patch, .delete]) }
        let parts = try path(of: request)
        switch table.resolve(request.method, parts) {
        case .found(let route, let parameters):
            let query = try QueryItems(request.uri.query)
            let known = route.operation.query.map(\.name)
            if let unknown = query.keys.first(where: { !known.contains($0) }) {
                let names = known.isEmpty ? "none" : known.joined(separator: ", ")
                throw ProblemReply(.badRequest, "the query key '\(unknown)' is unknown; known are: \(names)")
            }
            let note = AuditNote(target: route.target(parameters))
            let call = Call(request: request, context: context, parameters: parameters, query: query, note: note)
            guard let change = route.change else { return try await route.handle(call) }
            return try await auditor.watch(change, call) { try await route.handle(call) }
        case .otherMethods(let methods): return try decline(request.method, methods)
        case .badParameter(let parameter, let text):
            throw ProblemReply(.badRequest, "'\(text)' is not \(parameter.expected)")
        case .unknownPath: return try pageFile(request, parts)
        }
    }

    private func pageFile(_ request: Request, _ parts: [String]) throws -> Response {
        let path = "/" + parts.joined(separator: "/")
        guard parts.first != "api", let response = page.response(path, request.headers) else {
            throw ProblemReply(.notFound, "nothing is at \(path); /api/v1/openapi.json describes what is")
        }
        return [.get, .head].contains(request.method) ? response : try decline(request.method, [.get, .head, .options])
    }

    /// OPTIONS, or a method that the path has not.
    private func decline(_ method: HTTPRequest.Method, _ allowed: [HTTPRequest.Method]) throws -> Response {
        if method == .options { return allow(allowed) }
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        throw ProblemReply(
            .methodNotAllowed, "\(method.rawValue) is not for this path; it has \(names)", headers: [.allow: names])
    }

    private func allow(_ methods: [HTTPRequest.Method]) -> Response {
        let methods = Set(methods + (methods.contains(.get) ? [.head] : []) + [.options])
        let names = methods.map(\.rawValue).sorted().joined(separator: ", ")
        return Response(status: .noContent, headers: [.allow: names])
    }

    private func checkOrigin(of request: Request) throws(ProblemReply) {
        guard let host = request.head.authority, !host.isEmpty else {
            throw ProblemReply(.badRequest, "the request has no Host header")
        }
        guard hosts.admits(host) else {
            throw ProblemReply(
                .misdirectedRequest,
                "'\(host)' is no name of this station; use its address or its host name, or list the name in rig.yaml: "
                    + "http: { hosts: [...] }")
        }
        let changes = ![.get, .head, .options].contains(request.method)
        if changes, let origin = request.headers[.origin], !hosts.admits(origin: origin) {
            throw ProblemReply(
                .forbidden,
                "a page of '\(origin)' may not change anything here; if that is a name of this station, list it in "
                    + "rig.yaml: http: { hosts: [...] }")
        }
    }

    /// The decoded parts of the path; `/` has none.
    private func path(of request: Request) throws(ProblemReply) -> [String] {
        let path = request.uri.path
        guard path.first == "/" else { throw ProblemReply(.badRequest, "the path must begin with /") }
        if path == "/" { return [] }
        var parts: [String] = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let decoded = PercentEncoding.decode(part) else {
                throw ProblemReply(.badRequest, "'\(part)' in the path is not percent-encoded UTF-8")
            }
            parts.append(decoded)
        }
        return parts
    }
}
