public import RigModel

/// A unit of a plan on a board of the bench.
public struct CampaignSeat: Sendable, Hashable {
    public let bib: BIBID
    public let uut: UUTID
    /// As the service names it.
    public let board: BoardID
    /// On the bench.
    public let boardOnBench: String
    public let isOnHub: Bool
    public let ports: [PortID]
}
