import NIOHTTP1
public import RigModel

/// What a person should see to, and who has asked for what.
extension APIClient {
    /// The latest first.
    ///
    /// - Parameter state: `open`, `firing`, `acknowledged` or `resolved`; nil for all.
    public func alerts(state: String? = nil, limit: Int = 50) async throws(APIClientError) -> API.Alerts {
        try await get("alerts", query: (state.map { [("state", $0)] } ?? []) + [("limit", "\(limit)")])
    }

    /// Somebody has seen it.
    @discardableResult public func acknowledge(_ id: AlertID) async throws(APIClientError) -> API.Alert {
        try decode(try await bytes(.POST, "alerts/\(Self.encoded(id.rawValue))/ack"))
    }

    /// The latest first.
    public func audit(_ query: [(String, String)] = []) async throws(APIClientError) -> API.Audit {
        try await get("audit", query: query)
    }
}
