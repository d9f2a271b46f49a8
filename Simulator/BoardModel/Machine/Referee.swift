internal import Patterns
internal import RigModel

/// Judges the rig by a script's assertions. It outlives a loss of power: the rig's duties do not end there.
struct Referee: Sendable {
    private struct Case: Sendable {
        let assertion: Assertion
        var matches = 0
        var windowOpen: Bool
        var firstOffence: String?
    }
    private var cases: [Case]

    init(_ assertions: [Assertion]) {
        cases = assertions.map { assertion in
            if case .never(_, nil, _) = assertion.claim { return Case(assertion: assertion, windowOpen: true) }
            return Case(assertion: assertion, windowOpen: false)
        }
    }

    /// - Parameter baud: the rate that the rig has set, where it is known.
    mutating func saw(
        _ line: [UInt8], on channel: Channel, at baud: UInt32?, at time: VirtualTime
    ) throws(MatchLimitExceeded) {
        for index in cases.indices where cases[index].assertion.channel ?? channel == channel {
            switch cases[index].assertion.claim {
            case .saw(let pattern, _):
                if try pattern.match(line) != nil { cases[index].matches += 1 }
            case .never(let pattern, let after, let until):
                if cases[index].windowOpen, try pattern.match(line) != nil {
                    cases[index].matches += 1
                    if cases[index].firstOffence == nil {
                        cases[index].firstOffence =
                            "'\(String(decoding: line, as: UTF8.self))' on \(channel) at \(time)"
                    }
                }
                if let until, try until.match(line) != nil { cases[index].windowOpen = after == nil }
                if let after, try after.match(line) != nil { cases[index].windowOpen = true }
            case .baud(let wanted):
                guard let baud, baud != wanted else { continue }
                cases[index].matches += 1
                if cases[index].firstOffence == nil {
                    cases[index].firstOffence =
                        "\(baud) for '\(String(decoding: line, as: UTF8.self))' on \(channel) at \(time)"
                }
            }
        }
    }

    /// One sentence for each assertion that does not hold now.
    var failures: [String] {
        cases.compactMap { item in
            switch item.assertion.claim {
            case .saw(let pattern, let times?):
                guard item.matches != times else { return nil }
                return "\(item.assertion.location): '\(pattern.source)' came \(item.matches) times, not \(times)"
            case .saw(let pattern, nil):
                guard item.matches == 0 else { return nil }
                return "\(item.assertion.location): '\(pattern.source)' never came"
            case .never(let pattern, let after, _):
                guard let offence = item.firstOffence else { return nil }
                let window = after.map { " after '\($0.source)'" } ?? ""
                return "\(item.assertion.location): '\(pattern.source)' must not come\(window), and came "
                    + "\(item.matches) times, first as \(offence)"
            case .baud(let wanted):
                guard let offence = item.firstOffence else { return nil }
                return
                    "\(item.assertion.location): \(item.matches) lines came at another rate than \(wanted), the first at \(offence)"
            }
        }
    }
}
