internal import HTTPTypes

/// The OpenAPI 3.1 description of a table of routes.
struct OpenAPIDocument: Sendable {
    let table: RouteTable
    let version: String

    var json: JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for route in table.routes {
            paths[route.template, default: [:]][route.method.rawValue.lowercased()] = operation(route)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "SerialPortPool", "version": .string(version),
                "description": """
                The ports, plans and runs of a test station. What is below /api/v1 answers below /api as well. Errors are \
                application/problem+json (RFC 9457) on every path; HEAD and OPTIONS work wherever GET does. Times are \
                RFC 3339 with the station's offset, durations whole milliseconds; a key without a value may be absent.
                """,
            ],
            "paths": .object(paths.mapValues(JSONValue.object)),
            "components": ["schemas": .object(Schemas.all.mapValues(\.json))],
        ]
    }

    private func operation(_ route: Route) -> JSONValue {
        let operation = route.operation
        var json: [String: JSONValue] = [
            "operationId": .string(operation.id), "summary": .string(operation.summary),
            "responses": .object(responses(route)),
        ]
        let path = route.segments.compactMap { segment -> JSONValue? in
            guard case .parameter(let parameter) = segment else { return nil }
            return [
                "name": .string(parameter.rawValue), "in": "path", "required": true,
                "description": .string(parameter.expected), "schema": parameter.schema.json,
            ]
        }
        let parameters =
            path + operation.query.map { self.parameter($0, in: "query") }
            + operation.headers.map { self.parameter($0, in: "header") }
        if !parameters.isEmpty { json["parameters"] = .array(parameters) }
        if let body = operation.body {
            json["requestBody"] = ["required": true, "content": ["application/json": ["schema": body.json]]]
        }
        return .object(json)
    }

    private func parameter(_ parameter: Operation.Query, in place: String) -> JSONValue {
        [
            "name": .string(parameter.name), "in": .string(place), "required": false,
            "description": .string(parameter.description), "schema": parameter.schema.json,
        ]
    }

    /// What the routes say, and what every route may answer.
    private func responses(_ route: Route) -> [String: JSONValue] {
        let common: [Operation.Answer] = [
            .problem(.badRequest, "A bad id, query or host"),
            .problem(.misdirectedRequest, "The Host header names another site"),
            .problem(.internalServerError, "The service failed; its log says why"),
        ]
        var responses: [String: JSONValue] = [:]
        for answer in route.operation.answers + common where responses["\(answer.status.code)"] == nil {
            var response: [String: JSONValue] = ["description": .string(answer.description)]
            if let schema = answer.schema {
                response["content"] = .object([answer.contentType: ["schema": schema.json]])
            }
            responses["\(answer.status.code)"] = .object(response)
        }
        return responses
    }
}
