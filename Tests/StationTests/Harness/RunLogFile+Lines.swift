import RigModel

extension RunLogFile {
    /// Whether every byte that the steps of a run sent and received is in the log, step by step and in order.
    func holds(_ steps: [API.Step]) -> Bool {
        let wanted = steps.flatMap { step in
            step.attempts.flatMap { attempt in
                [
                    Line(front: "TX \(step.step)", text: attempt.sent),
                    Line(front: "RX \(step.step)", text: attempt.received),
                ]
            }
        }
        return Line.joined(wanted) == Line.joined(exchanges)
    }

    private struct Line: Equatable {
        /// Direction and step.
        let front: String
        var text: String

        /// Those that follow each other in the same direction are one.
        static func joined(_ lines: [Line]) -> [Line] {
            var joined: [Line] = []
            for line in lines where !line.text.isEmpty {
                if joined.last?.front == line.front {
                    joined[joined.count - 1].text += line.text
                } else {
                    joined.append(line)
                }
            }
            return joined
        }
    }

    private var exchanges: [Line] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            // time, elapsed, level, phase, step, direction, text
            let columns = line.split(separator: " ", maxSplits: 6, omittingEmptySubsequences: true)
            guard columns.count == 7, ["TX", "RX"].contains(columns[5]), columns[4] != "-" else { return nil }
            return Line(front: "\(columns[5]) \(columns[4])", text: String(columns[6].drop { $0 == " " }))
        }
    }
}
