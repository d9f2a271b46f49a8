/// Milliseconds as people read them: `31 ms`, `3.2 s`, `2 m 05 s`.
enum DurationText {
    static func of(milliseconds: Int64) -> String {
        switch milliseconds {
        case ..<1_000: return "\(milliseconds) ms"
        case ..<60_000: return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
        default:
            let seconds = milliseconds / 1_000
            return "\(seconds / 60) m \(seconds % 60 < 10 ? "0" : "")\(seconds % 60) s"
        }
    }
}
