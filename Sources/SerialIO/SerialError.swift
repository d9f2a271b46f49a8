/// A line could not be opened or has failed. It names the path and says what to do.
public enum SerialError: Error, Sendable, Hashable, CustomStringConvertible {
    /// open(2) or an ioctl without which there is no line failed.
    case cannotOpen(path: String, call: String, errno: Int32)
    /// The path is there, but it is no terminal.
    case notASerialLine(path: String)
    /// Somebody else has it open and has locked it.
    case busy(path: String, holder: PortHolder)
    /// The driver did not take a setting: it says `got` where `wanted` was asked.
    case refused(path: String, setting: String, wanted: String, got: String)
    /// The driver has not answered for this long; the adapter is probably wedged.
    case openStuck(path: String, after: Duration)
    /// The deadline came before the line had taken all bytes.
    case writeStuck(path: String, accepted: Int, of: Int)
    /// read(2) or write(2) failed with something that is not an unplug.
    case failed(path: String, call: String, errno: Int32)
    /// The reactor could not watch the line.
    case notWatched(path: String, ReactorError)
    /// The adapter is gone: hang-up, end of file or EIO.
    case unplugged(path: String)
    /// Closed by its user.
    case closed(path: String)
    /// Taken away from its user, who holds it no longer.
    case fenced(path: String)

    public var path: String {
        switch self {
        case .cannotOpen(let path, _, _), .notASerialLine(let path), .busy(let path, _), .refused(let path, _, _, _),
            .openStuck(let path, _), .writeStuck(let path, _, _), .failed(let path, _, _), .notWatched(let path, _),
            .unplugged(let path), .closed(let path), .fenced(let path):
            path
        }
    }
}
