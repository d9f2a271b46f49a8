import ArgumentParser

/// A length of time as files write it too: `500ms`, `90s`, `30m`, `8h`, `7d`.
struct Period: ExpressibleByArgument, Sendable, Equatable {
    let duration: Duration

    init?(argument: String) {
        let units: [(String, Int64)] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count > 0, digits.count <= 9,
            let unit = units.first(where: { $0.0 == argument[digits.endIndex...] })
        else { return nil }
        duration = .milliseconds(count * unit.1)
    }
}
