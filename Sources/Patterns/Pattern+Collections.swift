extension Pattern {
    /// Searches an array for the first place where the pattern fits.
    ///
    /// - Throws: ``MatchLimitExceeded`` where the search was given up.
    public func match(_ bytes: [UInt8]) throws(MatchLimitExceeded) -> Match? {
        try bytes.withUnsafeBufferPointer { buffer throws(MatchLimitExceeded) in
            try match(UnsafeRawBufferPointer(buffer))
        }
    }

    /// Searches a part of an array. The offsets of the match are those of the array.
    ///
    /// - Throws: ``MatchLimitExceeded`` where the search was given up.
    public func match(_ bytes: ArraySlice<UInt8>) throws(MatchLimitExceeded) -> Match? {
        let found = try bytes.withUnsafeBufferPointer { buffer throws(MatchLimitExceeded) in
            try match(UnsafeRawBufferPointer(buffer))
        }
        return bytes.startIndex == 0 ? found : found?.shifted(by: bytes.startIndex)
    }
}
