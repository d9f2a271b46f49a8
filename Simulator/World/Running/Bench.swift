public import BoardModel

/// A bench with the scripts that its boards follow, as a world needs it.
public struct Bench: Sendable {
    public let script: BenchScript
    /// The boards' scripts by name.
    public let boards: [String: BoardScript]
    /// Where each board is plugged in, by the board's id.
    public let addresses: [String: USBAddress]
    /// All hubs that are there from the beginning.
    let hubs: [USBAddress]

    /// - Parameter boards: every script that the bench names.
    /// - Throws: `bench` for what each file alone cannot know.
    public init(script: BenchScript, boards: [String: BoardScript]) throws(WorldError) {
        self.script = script
        self.boards = boards
        var addresses: [String: USBAddress] = [:]
        for board in script.boards {
            guard let type = boards[board.script] else {
                throw .bench("bench \(script.name): board \(board.id) follows \(board.script), which is not there")
            }
            let unknown = script.unknownVariables(of: board, in: type)
            guard unknown.isEmpty else {
                throw .bench(
                    "bench \(script.name): board \(board.id) sets \(unknown.joined(separator: ", ")), "
                        + "which \(board.script) does not have")
            }
            for (id, fault) in script.faults where id == board.id {
                guard let refusal = type.refusal(of: fault) else { continue }
                throw .bench("bench \(script.name): the timeline's fault \(fault.id) of board \(id): \(refusal)")
            }
            addresses[board.id] = try Self.address(board.path, of: "board \(board.id)", in: script)
        }
        var hubs: Set<USBAddress> = []
        for (name, path) in script.hubs { hubs.insert(try Self.address(path, of: "hub \(name)", in: script)) }
        for address in [USBAddress](addresses.values) + hubs { hubs.formUnion(address.hubs) }
        if let (id, address) = addresses.first(where: { hubs.contains($0.value) }) {
            throw .bench("bench \(script.name): board \(id) is in the socket \(address), where a hub is")
        }
        self.addresses = addresses
        self.hubs = hubs.sorted()
    }

    /// Every fault that its scripts and its timeline arm, with the id of the board.
    var faults: [(board: String, fault: Fault)] {
        script.boards.flatMap { board in (boards[board.script]?.faults ?? []).map { (board.id, $0) } } + script.faults
    }

    /// Throws where a board's script has a fault that cannot be shown there.
    public func check(on transport: FaultTransport) throws(WorldError) {
        for board in script.boards {
            for fault in boards[board.script]?.faults ?? [] {
                guard let refusal = fault.kind.refusal(on: transport) else { continue }
                throw .bench("bench \(script.name): board \(board.id), script \(board.script): \(refusal)")
            }
        }
    }

    /// The buses that have anything on them.
    var buses: [Int] { Set((addresses.values + hubs).map(\.bus)).sorted() }

    private static func address(_ text: String, of what: String, in script: BenchScript) throws(WorldError)
        -> USBAddress
    {
        guard let address = USBAddress(text) else {
            throw .bench("bench \(script.name): \(what): '\(text)' is no USB socket; write 1-2 or 1-2.1")
        }
        return address
    }
}
