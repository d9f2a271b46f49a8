internal import HTTPTypes
internal import Hummingbird
internal import RigModel

/// What the routes are answered from.
struct Endpoints: Sendable {
    let hub: EventHub
    let runs: any RunControl
    let leases: any LeaseControl
    let archive: any ExecutionArchive
    let exports: any ExecutionExporter
    let logs: any LogArchive
    let bench: any BenchInventory
    let alerts: any AlertControl
    let audit: any AuditArchive
    /// Where what was asked for is handed in, for the audit.
    let spine: any EventSpine
    let metrics: MetricsReader
    let started = StartMemory()
    let orders = OrderMemory()

    var clocks: Clocks { hub.clocks }
    var station: StationFacts { hub.station }
    var zone: StationZone { hub.station.zone }

    /// All routes but the one that describes them.
    var routes: [Route] {
        statusRoutes + portRoutes + leaseRoutes + bibRoutes + executionRoutes + exportRoutes + operatorRoutes
            + alertRoutes + auditRoutes + metricsRoutes + logRoutes + liveRoutes
    }

    /// The table with its own description in it.
    var table: RouteTable {
        let operation = Operation(
            id: "getDescription", summary: "This description, OpenAPI 3.1",
            answers: [Operation.Answer(.ok, "The description", .map(.string))])
        // The document describes its own route as well, whose handler is the only part that needs the document.
        let described = Route(.get, ["openapi.json"], operation) { _ in .json(JSONValue.null) }
        let document = OpenAPIDocument(table: RouteTable(routes: routes + [described]), version: station.version).json
        return RouteTable(routes: routes + [Route(.get, ["openapi.json"], operation) { _ in .json(document) }])
    }
}
