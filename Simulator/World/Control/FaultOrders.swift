public import BoardModel
import RigModel

/// What orders about faults mean on a board, given those that are armed on it. A value: it arms and clears nothing.
public struct FaultOrders: Sendable {
    private let armed: [Fault]

    public init(armed: [Fault]) { self.armed = armed }

    /// The fault of a request.
    ///
    /// The same kind on another channel, or on the board as a whole, is another fault, unless somebody has given both one
    /// name.
    /// - Returns: also what the caller should know: which fault this one takes the place of, and what it does.
    public func fault(
        of request: ControlRequest, on target: BenchTarget
    ) throws -> (fault: Fault, note: String?) {
        guard let kind = request.kind else { throw WorldError.request("a fault needs its kind") }
        let parameters = (request.parameters ?? [:]).sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        var fault = try Fault(kind: kind, parameters: parameters, channel: target.channel)
        if request.parameters?["id"] == nil, let channel = target.channel { fault.id = "\(kind)-\(channel)" }
        let former = armed.first { $0.id == fault.id }.map {
            "it takes the place of \(ArmedFaultState($0).text); give one of them an id=... to have both"
        }
        let notes = [former, fault.remark].compactMap(\.self)
        return (fault, notes.isEmpty ? nil : notes.joined(separator: ". "))
    }

    /// The faults that are to be cleared.
    ///
    /// Of a channel only what was armed on it: what was armed on the whole board is the board's.
    /// - Parameter id: of one fault, or else the kind of any number; nil for all of the board's, as many as there are.
    public func cleared(by id: String?, on target: BenchTarget) throws(WorldError) -> [Fault] {
        let here = armed.filter { target.channel == nil || $0.channel == target.channel }
        let named = here.filter { id == nil || $0.id == id }
        let meant = named.isEmpty ? here.filter { $0.kind.name == id } : named
        if let id, meant.isEmpty { throw .notArmed(id, board: target.description, armed: here.map(\.id)) }
        return meant
    }
}
