/// Syncs of the disk that failed and that nothing has made up for: what was committed may not outlive a power cut.
struct SyncTrouble: Sendable {
    /// The last one; nil where all is well.
    private(set) var failure: DiskFailure?
    /// Failures ever.
    private(set) var count = 0

    mutating func note(_ failure: DiskFailure) {
        self.failure = failure
        count += 1
    }

    /// All that had been committed at the time of the failure of this number has come to the disk after all.
    mutating func settle(_ number: Int) {
        if count == number { failure = nil }
    }
}
