internal import HTTPTypes
internal import Hummingbird
internal import RigModel

/// Runs as files.
extension Endpoints {
    /// `json` is another name of `jsonl`: one run is one line, and so a document of its own.
    private static let formats = ExportFormat.allCases.map(\.rawValue) + ["json"]
    private static let formatKey = Operation.Query(
        "format", .choice(formats),
        "Of the file: \(formats.joined(separator: ", ")); json is jsonl, and what is absent is junit")

    var exportRoutes: [Route] {
        [
            Route(
                .get, ["executions", .execution, "export"],
                Operation(
                    id: "exportExecution", summary: "One run as a file", query: [Self.formatKey],
                    answers: [
                        .init(.ok, "The file, of the type of its format", .string, contentType: "application/xml"),
                        .problem(.notFound, "No such run"),
                    ])
            ) { call in try await exportOne(call) },
            Route(
                .get, ["exports"],
                Operation(
                    id: "exportExecutions",
                    summary: "Ended runs as one file, the one that ended first first; written as it is read",
                    query: [Self.formatKey] + Operation.Query.executionFilter,
                    answers: [
                        .init(.ok, "The file, of the type of its format", .string, contentType: "application/xml")
                    ])
            ) { call in try exportMany(call) },
        ]
    }

    private func exportOne(_ call: Call) async throws -> Response {
        let format = try format(call.query)
        guard let file = try await exports.export(call.execution, as: format) else {
            throw ProblemReply(.notFound, "no execution has the id '\(call.execution)'")
        }
        return Response(
            status: .ok, headers: headers(format, name: call.execution.rawValue),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file)))
    }

    /// Where the store fails on the way the connection breaks: half a file is not mistaken for a whole one.
    private func exportMany(_ call: Call) throws -> Response {
        let (format, filter) = (try format(call.query), try call.query.executionFilter())
        let body = ResponseBody { writer in
            try await exports.export(filter, as: format) { bytes in
                try await writer.write(ByteBuffer(bytes: bytes))
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers(format, name: "runs"), body: body)
    }

    private func format(_ query: QueryItems) throws(ProblemReply) -> ExportFormat {
        try query.value("format", expected: Self.formats.joined(separator: ", ")) { name in
            ExportFormat(rawValue: name == "json" ? "jsonl" : name)
        } ?? .junit
    }

    /// A report may be looked at in the browser; the other formats are for programs.
    private func headers(_ format: ExportFormat, name: String) -> HTTPFields {
        let place = format == .html ? "inline" : "attachment"
        var headers: HTTPFields = [
            .contentType: format.mediaType, .cacheControl: "no-store",
            .contentDisposition: "\(place); filename=\"\(name).\(format.fileExtension)\"",
        ]
        // Nothing but its style, which the report itself narrows to the hash of the one it has.
        if format == .html {
            headers[.contentSecurityPolicy] =
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'"
        }
        return headers
    }
}
