import Foundation
import Support

/// The machine as it is when it has booted and the service is ready: made once, then restored for each test.
actor Snapshot {
    static let shared = Snapshot()
    private var making: Task<MachineImage, any Error>?

    func image() async throws -> MachineImage {
        if let making { return try await making.value }
        let task = Task { try await Self.make() }
        making = task
        return try await task.value
    }

    private static func make() async throws -> MachineImage {
        guard let image = MachineImage.made else {
            throw NotInTime(description: "PORTPOOL_VM is not set: scripts/vm-test runs these tests")
        }
        if image.hasSnapshot { return image }
        let machine = try await VirtualMachine(image, restoring: false)
        defer { machine.end() }
        try await machine.shell.ready()
        try await machine.startService()
        try await machine.save(to: image)
        return image
    }
}

extension VirtualMachine {
    /// As a rig has it: a user in the group dialout.
    fileprivate func startService() async throws {
        try await shell.run(
            "mkdir /tmp/state && chown rig:dialout /tmp/state && cd /tmp && (setsid su rig -c 'exec /rig/portpool serve "
                + "--plans /rig/fixtures/bibs --state /tmp/state --listen 0.0.0.0:8080' </dev/null >/tmp/serve 2>&1 &)")
        try await shell.run(
            "for i in $(seq 600); do wget -q -O - http://127.0.0.1:8080/readyz && exit 0; sleep 0.1; done; cat /tmp/serve; exit 1"
        )
        // udev loads it at the first plug; here it is to be there, so that each test is shorter.
        try await shell.run("modprobe ftdi_sio; udevadm settle")
    }

    /// Keeps the machine as it is now; it does not go on.
    fileprivate func save(to image: MachineImage) async throws {
        try await monitor.execute("stop")
        let file = "\(image.snapshot).new"
        try await monitor.execute("migrate", #"{"uri":"exec:cat >\#(file)"}"#)
        _ = try await eventually("the machine is saved") { () -> Bool? in
            switch try await monitor.text("query-migrate", member: "status") {
            case "completed": return true
            case "failed": throw NotInTime(description: "QEMU cannot save the machine")
            default: return nil
            }
        }
        try FileManager.default.createDirectory(atPath: image.folder, withIntermediateDirectories: true)
        try? FileManager.default.removeItem(atPath: image.snapshot)
        try FileManager.default.moveItem(atPath: file, toPath: image.snapshot)
        try image.arguments.joined(separator: "\n").write(
            toFile: image.snapshotArguments, atomically: true, encoding: .utf8)
    }
}
