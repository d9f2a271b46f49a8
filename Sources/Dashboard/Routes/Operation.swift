internal import HTTPTypes

/// What the OpenAPI document says of a route.
struct Operation: Sendable {
    /// A key of the query.
    struct Query: Sendable {
        let name: String
        let description: String
        let schema: Schema
        init(_ name: String, _ schema: Schema, _ description: String) {
            self.name = name
            self.schema = schema
            self.description = description
        }
    }
    /// An answer; `schema` is nil where it has no body.
    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let description: String
        let contentType: String
        let schema: Schema?
        init(
            _ status: HTTPResponse.Status, _ description: String, _ schema: Schema?,
            contentType: String = "application/json"
        ) {
            self.status = status
            self.description = description
            self.contentType = contentType
            self.schema = schema
        }
        static func problem(_ status: HTTPResponse.Status, _ description: String) -> Answer {
            Answer(status, description, .reference("Problem"), contentType: "application/problem+json")
        }
    }

    let id: String
    let summary: String
    var query: [Query] = []
    /// Request headers that matter.
    var headers: [Query] = []
    var body: Schema?
    let answers: [Answer]
}
