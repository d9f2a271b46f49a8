internal import RigModel

/// A run's log, read back: what passed its ports, and when.
///
/// The log of a run is the most exact account of it that there is: every byte in both directions, discarded ones too, each frame with the time
/// when it came, on the port where it came, to a millisecond. Only for bytes that were judged by nobody it has the time when they were given up.
public struct RunLog: Sendable, Hashable {
    public let execution: String
    public let bib: String
    /// The board's id, as the service names it.
    public let board: String
    /// Milliseconds since 1970.
    public let startedAt: Int64
    public let unit: RecordedUnit
    /// What the log has not got, one sentence each.
    public let doubts: [String]

    /// - Parameter path: how messages name it.
    public init(_ content: [UInt8], path: String) throws(RecordingError) {
        var reader: RunLogReader?
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, bytes) in lines.enumerated() where !bytes.isEmpty {
            guard let line = RunLogLine(Array(bytes)) else {
                throw index == 0
                    ? .noLog(path: path)
                    : .badLine(
                        path: path, line: index + 1,
                        what:
                            "this is no whole line of a run's log; have the service write it anew: portpool logs rebuild"
                    )
            }
            if reader == nil { reader = try RunLogReader(header: line, path: path) }
            try reader?.take(line, at: RunLogPlace(number: index + 1, above: content[..<bytes.startIndex]))
        }
        guard var reader else { throw .noLog(path: path) }
        reader.end()
        execution = reader.execution
        bib = reader.bib
        board = reader.board
        startedAt = reader.startedAt
        unit = reader.unit
        doubts = reader.doubts
    }
}
