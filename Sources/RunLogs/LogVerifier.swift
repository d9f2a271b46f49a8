internal import Crypto
internal import FoundationEssentials
internal import Glibc

/// Holds logs against their seals.
struct LogVerifier: Sendable {
    /// Bytes that are hashed at a time.
    private static let block = 1 << 20

    let tree: LogTree

    /// How the two files of one log stand to their seals.
    struct Finding: Sendable, Hashable {
        var text: File
        var json: File

        var state: LogCheck.State {
            switch (text, json) {
            case (.altered(let how), _): .altered(how)
            case (_, .altered(let how)): .altered("its .jsonl: \(how)")
            case (_, .missing): .altered("its .jsonl is gone")
            case (.open, _), (_, .open), (.missing, _): .open
            case (.sealed(let seal), .sealed(let other)):
                if seal.verdict != other.verdict {
                    .altered("it says \(seal.verdict), and its .jsonl \(other.verdict)")
                } else {
                    seal.lost > 0 ? .lacking(lines: seal.lost) : .whole
                }
            }
        }
    }

    enum File: Sendable, Hashable {
        case missing, open
        case sealed(Seal)
        case altered(String)
    }

    /// What stands at the bottom of a file.
    struct Seal: Sendable, Hashable {
        var verdict: String
        /// Lines that the file says it lacks.
        var lost: Int
        var extent: LogSeal.Extent
    }

    /// - Parameter path: of the readable file, below the root.
    func verify(_ path: String) throws(RunLogError) -> Finding {
        Finding(text: try verifyText(tree.absolute(path)), json: try verifyJSON(tree.absolute(LogTree.json(path))))
    }

    private func verifyText(_ path: String) throws(RunLogError) -> File {
        let file = try LogReading(path)
        let bottom = try file.bottom(LogReading.margin)
        guard let start = bottom.lastOffset(of: "\n#\n# verdict ").map({ $0 + 1 }) else { return .open }
        let text = String(decoding: bottom[start...], as: UTF8.self)
        let fields = LogFields(parsing: text)
        // "67 lines, 6629 bytes above, sha256 5d3d..."
        guard let words = fields["sealed"]?.split(separator: " "), words.count == 7, let lines = Int(words[0]),
            let bytes = Int(words[2])
        else { return .open }
        guard text.split(separator: "\n").last?.hasPrefix("# sealed ") == true else {
            return .altered("something stands behind its seal")
        }
        let seal = Seal(
            verdict: fields["verdict"] ?? "",
            lost: fields["lost"]?.split(separator: " ").first.flatMap { Int($0) } ?? 0,
            extent: .init(lines: lines, bytes: bytes, sha256: String(words[6])))
        return try compare(file, above: file.size - bottom.count + start, to: seal)
    }

    private struct JSONSeal: Decodable {
        let verdict: String
        let lines: Int
        let bytes: Int
        let sha256: String
        let lostLines: Int
    }

    private func verifyJSON(_ path: String) throws(RunLogError) -> File {
        guard access(path, F_OK) == 0 else { return .missing }
        let file = try LogReading(path)
        let bottom = try file.bottom(LogReading.margin)
        guard let start = bottom.lastOffset(of: #"{"type":"seal","#),
            let end = bottom[start...].firstIndex(of: UInt8(ascii: "\n")),
            let read = try? JSONDecoder().decode(JSONSeal.self, from: Data(bottom[start..<end]))
        else { return .open }
        guard end + 1 == bottom.count else { return .altered("something stands behind its seal") }
        let seal = Seal(
            verdict: read.verdict, lost: read.lostLines,
            extent: .init(lines: read.lines, bytes: read.bytes, sha256: read.sha256))
        return try compare(file, above: file.size - bottom.count + start, to: seal)
    }

    private func compare(
        _ file: borrowing LogReading, above: Int, to seal: Seal
    ) throws(RunLogError) -> File {
        guard above == seal.extent.bytes else {
            return .altered("\(above) bytes stand above its seal, which is of \(seal.extent.bytes)")
        }
        var hash = SHA256()
        var lines = 0, place = 0
        while place < above {
            let block = try file.read(place..<min(above, place + Self.block))
            guard !block.isEmpty else { break }
            hash.update(data: block)
            lines += block.count { $0 == UInt8(ascii: "\n") }
            place += block.count
        }
        let isSame = hash.finalize().hex == seal.extent.sha256 && lines == seal.extent.lines
        return isSame ? .sealed(seal) : .altered("what stands above its seal is not what was sealed")
    }
}
