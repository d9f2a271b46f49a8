internal import CPCRE2
internal import Synchronization

/// A compiled pattern (PCRE2) that searches bytes, with a bound on the work one search may do.
///
/// A byte is a character: no UTF-8 decoding, so noise on a line can be searched like anything else. No option is
/// implied: `#` and blanks are literal, letters keep their case, and `$` fits at the end and before a last LF.
///
/// Safe to use from any number of threads: PCRE2 never changes compiled code after the JIT has seen it, and working
/// memory is handed to one search at a time.
public final class Pattern: Sendable {
    /// The pattern as its author wrote it.
    public let source: String
    /// The names of its groups, in the order of the pattern.
    public let captureNames: [String]

    /// `pcre2_code *`, immutable from the end of `init` to `deinit`. An address, because the compiler cannot know that.
    private let code: UInt
    /// Working memory kept for the next search; 0 while one has it.
    private let spare = Atomic<UInt>(0)
    private let groups: [(name: String, number: Int)]

    /// Compiles a pattern.
    ///
    /// - Throws: ``PatternError`` with PCRE2's reason and the place in the pattern.
    public init(_ source: String) throws(PatternError) {
        self.source = source
        let code = try Self.compile(source)
        // Where memory may not be made executable there is no JIT, and the interpreter does the same, slower.
        _ = pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
        groups = Self.namedGroups(of: code)
        var names: [String] = []
        for group in groups where !names.contains(group.name) { names.append(group.name) }
        captureNames = names
        self.code = UInt(bitPattern: code)
    }

    deinit {
        pcre2_code_free_8(OpaquePointer(bitPattern: code))
        pcre2_match_data_free_8(OpaquePointer(bitPattern: spare.load(ordering: .acquiring)))
    }

    /// Searches `bytes` for the first place where the pattern fits.
    ///
    /// - Returns: offsets from the start of `bytes`; nil where the pattern does not fit.
    /// - Throws: ``MatchLimitExceeded`` where the search was given up: neither a match nor its absence is known.
    public func match(_ bytes: UnsafeRawBufferPointer) throws(MatchLimitExceeded) -> Match? {
        let memory = try takeMemory()
        defer { giveBack(memory, after: bytes.count) }
        var result = search(bytes, with: memory, options: 0)
        if result == PCRE2_ERROR_JIT_STACKLIMIT {
            // The JIT's stack (32 KiB) is smaller than what the limits allow; the interpreter works on the heap.
            result = search(bytes, with: memory, options: PCRE2_NO_JIT)
        }
        if result == PCRE2_ERROR_NOMATCH { return nil }
        guard result >= 0 else { throw MatchLimitExceeded(pattern: source, reason: Self.message(result)) }
        return readMatch(from: memory)
    }

    private func search(_ bytes: UnsafeRawBufferPointer, with memory: OpaquePointer, options: UInt32) -> Int32 {
        // PCRE2 wants an address even of nothing.
        let subject = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        guard let subject else {
            return withUnsafePointer(to: 0 as UInt8) { empty in
                pcre2_match_8(address(code), empty, 0, 0, options, memory, SearchLimits.context)
            }
        }
        return pcre2_match_8(address(code), subject, bytes.count, 0, options, memory, SearchLimits.context)
    }

    private func readMatch(from memory: OpaquePointer) -> Match {
        guard let offsets = pcre2_get_ovector_pointer_8(memory) else {
            preconditionFailure("PCRE2's match data has offsets from its making on")
        }
        // `\K` in a look-ahead can put the start behind the end.
        func range(_ group: Int) -> Range<Int>? {
            let start = offsets[2 * group], end = offsets[2 * group + 1]
            // PCRE2_UNSET, all ones, is -1 here.
            return start >= 0 && start <= end ? start..<end : nil
        }
        var captures: [String: Range<Int>] = [:]
        for group in groups {
            if captures[group.name] == nil, let range = range(group.number) { captures[group.name] = range }
        }
        return Match(range: range(0) ?? 0..<0, captures: captures)
    }

    /// The kept memory, or new memory where another search has it. The offsets of earlier searches are overwritten.
    private func takeMemory() throws(MatchLimitExceeded) -> OpaquePointer {
        if let kept = OpaquePointer(bitPattern: spare.exchange(0, ordering: .acquiring)) { return kept }
        guard let new = pcre2_match_data_create_from_pattern_8(address(code), nil) else {
            throw MatchLimitExceeded(pattern: source, reason: "there is no memory for the search")
        }
        return new
    }

    /// Keeps the memory for the next search, unless there is some already or a long subject made it large.
    private func giveBack(_ memory: OpaquePointer, after count: Int) {
        if count <= 4096 {
            let kept = spare.compareExchange(
                expected: 0, desired: UInt(bitPattern: memory), successOrdering: .releasing, failureOrdering: .relaxed)
            if kept.exchanged { return }
        }
        pcre2_match_data_free_8(memory)
    }

    private func address(_ bits: UInt) -> OpaquePointer? { OpaquePointer(bitPattern: bits) }
}
