internal import CPCRE2

extension Pattern {
    /// The code of a pattern, owned by the caller.
    static func compile(_ source: String) throws(PatternError) -> OpaquePointer {
        var source = source
        var reason: Int32 = 0
        var offset = 0
        let code = source.withUTF8 { bytes in
            // Length 0 with a null address is an error in older versions of PCRE2.
            withUnsafePointer(to: 0 as UInt8) { empty in
                pcre2_compile_8(
                    bytes.baseAddress ?? empty, bytes.count, PCRE2_NEVER_UTF | PCRE2_NEVER_UCP, &reason, &offset,
                    SearchLimits.compileContext)
            }
        }
        guard let code else { throw PatternError(message: message(reason), offset: offset) }
        return code
    }

    /// Named groups in the order of their numbers; a name may have several groups.
    static func namedGroups(of code: OpaquePointer) -> [(name: String, number: Int)] {
        var count: UInt32 = 0
        var entrySize: UInt32 = 0
        var table: UnsafePointer<UInt8>?
        guard pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count) == 0,
            pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &entrySize) == 0,
            pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table) == 0, let table
        else { return [] }
        // An entry: the number in two bytes, high one first, then the name and a zero byte.
        let groups = (0..<Int(count)).map { index in
            let entry = UnsafeBufferPointer(start: table + index * Int(entrySize), count: Int(entrySize))
            let name = String(decoding: entry.dropFirst(2).prefix { $0 != 0 }, as: UTF8.self)
            return (name: name, number: Int(entry[0]) << 8 | Int(entry[1]))
        }
        return groups.sorted { $0.number < $1.number }
    }

    /// PCRE2's own words for one of its codes.
    static func message(_ code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
            guard pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count) >= 0 else { return "error \(code)" }
            return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
