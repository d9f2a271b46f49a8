import BoardModel

/// The faults that a world can show, as the panel lists them.
struct FaultList: Sendable, Codable {
    struct Kind: Sendable, Codable {
        struct Parameter: Sendable, Codable {
            let name: String
            let meaning: String
            let example: String
            let isRequired: Bool
        }
        let name: String
        let summary: String
        let oracle: String
        let parameters: [Parameter]
    }
    let faults: [Kind]

    static let shown = FaultList(
        faults: FaultCatalogue.entries.filter { $0.transports.contains(.world) }.map { entry in
            Kind(
                name: entry.name, summary: entry.summary, oracle: entry.oracle.description,
                parameters: entry.parameters.map {
                    Kind.Parameter(name: $0.name, meaning: $0.meaning, example: $0.example, isRequired: $0.isRequired)
                })
        })
}
