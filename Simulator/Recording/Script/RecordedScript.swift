public import BoardModel
internal import RigModel

/// A recording as the text of a board's script, which has been read back and replayed: it says what was recorded, byte for byte.
public struct RecordedScript: Sendable {
    public let text: String
    /// The text as it was read back.
    public let script: BoardScript
    /// What the script cannot tell, one sentence each.
    public let omissions: [String]
    /// `2 units, 45 exchanges, 1234 bytes`
    public let summary: String

    /// - Parameters:
    ///   - source: says in a comment where it comes from; one line.
    ///   - pause: what a unit says with less than this between is one piece.
    public init(
        _ recording: Recording, source: String, pause: Duration = ScriptWriter.usualPause
    ) throws(RecordingError) {
        let bytes = recording.units.reduce(0) { $0 + $1.byteCount }
        guard bytes > 0 else { throw .nothing }
        let chip = recording.usb.chip
        if let last = recording.units.flatMap(\.channels.keys).max(), last.number > chip.channelCount {
            throw .tooManyChannels(chip: chip.rawValue, count: chip.channelCount, channel: "\(last)")
        }
        let writer = ScriptWriter(recording, pause: pause)
        text = writer.text(source: source)
        omissions = writer.omissions + recording.doubts
        do { script = try BoardScript(yaml: text, file: "\(recording.board).yaml") } catch {
            throw .unfaithful("\(error)")
        }
        // With visits that a script cannot tell apart it may say more than was recorded; that has been said.
        if writer.omissions.isEmpty, let difference = Replay(of: recording, with: script, pause: pause).difference {
            throw .unfaithful("\(difference)")
        }
        let units = recording.units.count
        summary =
            "\(units) unit\(units == 1 ? "" : "s"), \(writer.exchangeCount) exchange\(writer.exchangeCount == 1 ? "" : "s"), "
            + "\(bytes) bytes"
    }
}
