import RigModel

extension LineSettings {
    /// No driver and chip hold back more than that, of whatever was written.
    private static let mostHeldBack = 4608

    /// How long bytes that the kernel has taken may still be on their way: at most twelve bits each, and as long again for
    /// the adapter. A line that is closed before throws them away.
    func wireTime(of count: Int) -> Duration { .seconds(1) * (min(count, Self.mostHeldBack) * 24) / baud }
}
