internal import FoundationEssentials
internal import Glibc

/// How soon the rig knows of what is plugged in: real libudev on events of a simulated kernel, whose boards have 64 ports.
///
/// A world takes a process of its own, so this program starts itself again and reads what that prints.
enum DiscoveryBench {
    /// What the design allows, in milliseconds.
    private static let mostForOne = 20.0
    private static let mostForBurst = 500.0

    /// One board at a time, while fifteen others are there.
    static func singly() throws -> [Figure] {
        let samples = try measure(.singly)
        return [
            figure("udev-to-port-p50", median(samples.pool), "a bare listener", median(samples.bare), .informational),
            figure("udev-to-port-p99", quantile(0.99, samples.pool), "limit", mostForOne, .atMost(1)),
        ]
    }

    /// All sixteen boards at once.
    static func burst() throws -> [Figure] {
        let samples = try measure(.burst)
        return [
            figure("plug-burst", median(samples.pool), "a bare listener", median(samples.bare), .informational),
            figure("plug-burst-max", quantile(1, samples.pool), "limit", mostForBurst, .atMost(1)),
        ]
    }

    private static func measure(_ task: DiscoveryWorld.Task) throws -> (pool: [Double], bare: [Double]) {
        // The shell's parent is this process. Its udev must accept a /sys that is not the kernel's.
        let command = """
            SYSTEMD_DEVICE_VERIFY_SYSFS=0 exec /proc/$PPID/exe \(DiscoveryWorld.argument) \(task.rawValue)
            """
        guard let pipe = popen(command, "r") else { throw BenchmarkFailure(call: "popen") }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            guard count > 0 else { break }
            text += buffer[..<count]
        }
        guard pclose(pipe) == 0 else { throw BenchmarkFailure("the simulated world broke down") }
        let samples = try JSONDecoder().decode([DiscoveryWorld.Sample].self, from: Data(text))
        let bare = samples.compactMap(\.bare)
        guard !bare.isEmpty else { throw BenchmarkFailure("the bare listener heard nothing whole") }
        return (samples.map { Double($0.pool) }, bare.map { Double($0) })
    }

    /// - Parameter nanoseconds: our value; and that of a reference which is no limit.
    private static func figure(
        _ name: String, _ nanoseconds: Double, _ reference: String, _ value: Double, _ target: Figure.Target
    ) -> Figure {
        let isLimit = reference == "limit"
        return Figure(
            name: name, value: nanoseconds / 1e6, unit: "ms", reference: reference,
            referenceValue: isLimit ? value : value / 1e6, target: target)
    }
}
