import World

/// Boards for people: a line for each port.
struct BoardTable {
    let boards: [BoardState]

    /// Those of the channel, and those of the whole board.
    private func faults(of board: BoardState, on channel: String) -> String {
        guard let armed = board.armed else { return board.faults.isEmpty ? "-" : board.faults.joined(separator: ", ") }
        let here = armed.filter { $0.channel == nil || $0.channel == channel }
        return here.isEmpty ? "-" : here.map(Self.text).joined(separator: "; ")
    }

    /// `no_answer for=5 (struck 2 times, 3 strikes left)`
    private static func text(_ fault: ArmedFaultState) -> String {
        fault.text + (fault.standing.map { " (\($0))" } ?? "")
    }

    var text: String {
        var rows = [["BOARD", "CH", "TTY", "SERIAL", "CHIP", "PATH", "SCRIPT", "FAULTS"]]
        for board in boards {
            for port in board.ports {
                rows.append([
                    board.id, port.channel, port.tty ?? "unplugged", board.serial ?? "-", board.chip, board.path,
                    board.board, faults(of: board, on: port.channel),
                ])
            }
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { text, width in
                text + String(repeating: " ", count: width - text.count)
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
