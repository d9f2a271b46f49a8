import Foundation
import Testing

/// How long a case has its machine, and with what it spends it, for whoever reads what the tests print. No test judges it:
/// that would judge the computer.
struct CaseTimes {
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var parts: [String] = []

    /// What was done since the last part, or since the beginning.
    mutating func ends(_ part: String) {
        let now = ContinuousClock.now
        parts.append("\(part) \(Self.seconds(now - last))")
        last = now
    }

    /// `on the machine 2.41 s: restored 0.52, ready 0.10, body 1.70; aHubTakesItsBoardsWithIt()`, which scripts/vm-test reads.
    func tell() {
        let name = Test.current?.name ?? "no test"
        let line = "on the machine \(Self.seconds(.now - start)) s: \(parts.joined(separator: ", ")); \(name)\n"
        FileHandle.standardOutput.write(Data(line.utf8))
    }

    private static func seconds(_ duration: Duration) -> String {
        String(format: "%.2f", Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
    }
}
