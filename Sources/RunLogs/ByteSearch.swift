internal import Glibc

// Logs are looked through at every start, tens of thousands of them: byte by byte it would take long.
extension [UInt8] {
    /// Where a text, which is not empty, begins first; at or behind a place.
    func firstOffset(of text: String, from start: Int = 0) -> Int? {
        let wanted = Array(text.utf8)
        return withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            var place = start
            while place + wanted.count <= bytes.count,
                let found = memchr(base + place, Int32(wanted[0]), bytes.count - place - wanted.count + 1)
            {
                if memcmp(found, wanted, wanted.count) == 0 { return UnsafeRawPointer(found) - base }
                place = UnsafeRawPointer(found) - base + 1
            }
            return nil
        }
    }

    /// Where a text, which is not empty, begins for the last time.
    func lastOffset(of text: String) -> Int? {
        var last: Int?
        while let next = firstOffset(of: text, from: last.map { $0 + 1 } ?? 0) { last = next }
        return last
    }
}
