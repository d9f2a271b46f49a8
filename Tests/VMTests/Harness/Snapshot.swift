import APIClient
import Foundation
import RigModel
import Support

/// A state of the machine that tests begin from: made once, then restored for each of them.
actor Snapshot {
    /// It has booted and the service has run a first board; nothing is plugged in.
    static let ready = Snapshot("ready") { machine in
        try await machine.shell.ready()
        try await machine.startService()
        try await machine.warmUp()
    }
    /// The boards of `Fixtures/vm/benches/attach.yaml` are attached to the machine itself, by `uutsim` on it.
    static let attached = Snapshot("attached", from: ready) { machine in
        try await machine.monitor.execute("cont")
        try await machine.attach("/rig/fixtures/benches/attach.yaml")
        try await APIClient.with(machine.serviceAddress()) { _ = try await $0.ports(available: 5) }
    }

    /// The boards of the demonstration are attached to the machine itself.
    static let demo = Snapshot("demo", from: ready) { machine in
        try await machine.monitor.execute("cont")
        try await machine.attach("/rig/demo/benches/demo.yaml")
        try await APIClient.with(machine.serviceAddress()) { _ = try await $0.ports(available: 12) }
    }

    private let name: String
    /// What it is made from; nil: from a boot.
    private let base: Snapshot?
    private let prepare: @Sendable (VirtualMachine) async throws -> Void
    private var making: Task<String, any Error>?

    private init(
        _ name: String, from base: Snapshot? = nil, _ prepare: @escaping @Sendable (VirtualMachine) async throws -> Void
    ) {
        self.name = name
        self.base = base
        self.prepare = prepare
    }

    /// Where it is kept.
    func path() async throws -> String {
        if let making { return try await making.value }
        let task = Task { [name, base, prepare] in
            let image = try MachineImage.required()
            if !image.has(name) {
                let base = try await base?.path()
                try await VirtualMachine.slots.use(ahead: true) {
                    let machine = try await VirtualMachine(image, restoring: base)
                    defer { machine.end() }
                    try await prepare(machine)
                    try await machine.save(as: name, of: image)
                }
            }
            return image.path(of: name)
        }
        making = task
        return try await task.value
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
        // udev loads the driver at the first plug; here it is to be there, so that each test is shorter.
        try await shell.run("modprobe -a ftdi_sio vhci-hcd; udevadm settle")
    }

    /// What is done for the first time reads programs from the disk and prepares much, at an emulated processor's pace:
    /// a board is found, run and pulled out here, once for all the tests. Nothing is left of it but a run in the history.
    fileprivate func warmUp() async throws {
        try await shell.run("/rig/uutsim help >/tmp/warm; /rig/rawline /dev/null ask >/tmp/warm 2>&1; rm /tmp/warm")
        try await APIClient.with(serviceAddress()) { client in
            let board = try await PluggedBoard("vm_single", serial: "FTWARM", of: self)
            try await client.ports(available: 1)
            _ = try await client.run("vm_single", "unit")
            await board.unplug()
            _ = try await client.port("FTWARM-A") { $0.status == .offline }
            _ = try await client.forget("FTWARM-A")
        }
        try await removeSocket("socket1")
        try await shell.run("udevadm settle")
    }

    /// Keeps the machine as it is now; it does not go on.
    fileprivate func save(as name: String, of image: MachineImage) async throws {
        try await monitor.execute("stop")
        let path = image.path(of: name)
        try FileManager.default.createDirectory(
            atPath: "\(image.folder)/snapshots", withIntermediateDirectories: true)
        try await monitor.execute("migrate", #"{"uri":"exec:cat >\#(path).new"}"#)
        _ = try await eventually("the machine is saved") { () -> Bool? in
            switch try await monitor.text("query-migrate", member: "status") {
            case "completed": return true
            case "failed": throw NotInTime(description: "QEMU cannot save the machine")
            default: return nil
            }
        }
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: "\(path).new", toPath: path)
        try image.noteMaking(of: name)
    }
}
