internal import HTTPTypes
internal import Hummingbird

/// The last lines of a text file, read from its end.
struct LogTail: Sendable {
    let path: String
    let context: DashboardContext
    /// How much is read at a time, and at most.
    var block = 64 << 10
    var limit = 8 << 20

    /// - Returns: at most `count` lines, oldest first; fewer where the file has fewer, is gone, or its lines are longer
    ///   than the limit of what is read. A last line without its end is left out while it is being written.
    func lines(_ count: Int) async throws -> [String] {
        guard count > 0, let size = try await size(), size > 0 else { return [] }
        var (start, text): (Int, [UInt8]) = (size, [])
        while start > 0, text.count < limit, text.count(where: { $0 == UInt8(ascii: "\n") }) <= count {
            let from = max(0, start - block)
            text.insert(contentsOf: try await read(from...start - 1), at: 0)
            start = from
        }
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Behind the last line feed is nothing, or a line that is not whole yet.
        lines.removeLast()
        // Where reading stopped within the file, the first piece may be the end of a line.
        if start > 0, !lines.isEmpty { lines.removeFirst() }
        return lines.suffix(count).map { String(decoding: $0, as: UTF8.self) }
    }

    private func size() async throws -> Int? {
        do {
            return try await FileIO().loadFile(path: path, context: context).contentLength
        } catch is HTTPError {
            return nil
        }
    }

    private func read(_ range: ClosedRange<Int>) async throws -> [UInt8] {
        let collector = ByteCollector()
        try await FileIO().loadFile(path: path, range: range, context: context).write(collector)
        return await collector.bytes
    }
}

/// Takes a response's body where it is needed here and not sent.
private actor ByteCollector: ResponseBodyWriter {
    private(set) var bytes: [UInt8] = []
    func add(_ buffer: ByteBuffer) { bytes.append(contentsOf: buffer.readableBytesView) }
    nonisolated func write(_ buffer: ByteBuffer) async throws { await add(buffer) }
    nonisolated consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
