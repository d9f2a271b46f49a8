import Foundation
import NIOHTTP1
public import RigModel

/// Leases of persons and programs, and ports that are kept out of use.
extension APIClient {
    public func leases() async throws(APIClientError) -> API.Leases { try await get("leases") }
    public func lease(_ id: LeaseID) async throws(APIClientError) -> API.Lease {
        try await get("leases/\(Self.encoded(id.rawValue))")
    }

    /// Asks for ports; `waiting` where they are not free.
    public func takeLease(_ order: API.TakeLease) async throws(APIClientError) -> API.Lease {
        try decode(try await bytes(.POST, "leases", body: try Self.encode(order)))
    }
    /// A heartbeat.
    public func keepLease(_ id: LeaseID, extendMs: Int64? = nil) async throws(APIClientError) -> API.Lease {
        let body = try Self.encode(API.KeepLease(extendMs: extendMs))
        return try decode(try await bytes(.PATCH, "leases/\(Self.encoded(id.rawValue))", body: body))
    }
    @discardableResult public func endLease(
        _ id: LeaseID, reason: String? = nil
    ) async throws(APIClientError) -> API.Lease {
        let query = Self.queryText(reason.map { [("reason", $0)] } ?? [])
        return try decode(try await bytes(.DELETE, "leases/\(Self.encoded(id.rawValue))" + query))
    }

    public func quarantine(_ port: PortID, reason: String) async throws(APIClientError) -> API.Notice {
        let body = try Self.encode(API.QuarantinePort(reason: reason))
        return try decode(try await bytes(.POST, "ports/\(Self.encoded(port.rawValue))/quarantine", body: body))
    }
    public func release(_ port: PortID) async throws(APIClientError) -> API.Notice {
        try decode(try await bytes(.POST, "ports/\(Self.encoded(port.rawValue))/release"))
    }
    public func forget(_ port: PortID) async throws(APIClientError) -> API.Notice {
        try decode(try await bytes(.DELETE, "ports/\(Self.encoded(port.rawValue))"))
    }

    private static func encode(_ order: some Encodable) throws(APIClientError) -> [UInt8] {
        do { return Array(try JSONEncoder().encode(order)) } catch { throw .unintelligible("\(error)") }
    }
}
