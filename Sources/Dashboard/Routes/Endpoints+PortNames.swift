internal import HTTPTypes
internal import RigModel

/// Ports by what people call them: their ids, or their aliases of `rig.yaml`.
extension Endpoints {
    static let ambiguousPort = Operation.Answer.problem(.conflict, "The name is a port's, and another's alias")

    /// The port that a path names.
    func port(_ call: Call) async throws(ProblemReply) -> PortID {
        try await port(named: call[.port], else: .conflict)
    }

    /// - Parameter status: of the answer where the name may mean two ports.
    func port(named name: String, else status: HTTPResponse.Status) async throws(ProblemReply) -> PortID {
        let known = await hub.view.ports.keys
        do throws(PortNameError) { return try station.port(named: name, known: known) } catch {
            throw ProblemReply(status, error)
        }
    }

    /// The ports of a filter: they need not be plugged in, but must read like ports.
    func ports(_ names: Set<String>) async throws(ProblemReply) -> Set<PortID> {
        let known = await hub.view.ports.keys
        var ports: Set<PortID> = []
        for name in names.sorted() {
            let port = try await port(named: name, else: .badRequest)
            guard port.isWellFormed || known.contains(port) || station.portAliases[port] != nil else {
                let aliases = station.portAliases.values.sorted()
                throw ProblemReply(.badRequest, PortNameError.unknown(name, aliases: aliases))
            }
            ports.insert(port)
        }
        return ports
    }
}

extension ProblemReply {
    init(_ status: HTTPResponse.Status, _ error: PortNameError) {
        self.init(status, error.description)
        type = error.problemType
    }
}

extension PortID {
    /// Whether it reads as a board and its channel.
    fileprivate var isWellFormed: Bool {
        guard let dash = rawValue.lastIndex(of: "-"), dash != rawValue.startIndex else { return false }
        return ["A", "B", "C", "D"].contains(rawValue[rawValue.index(after: dash)...])
    }
}
