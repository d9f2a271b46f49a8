import Foundation
import Support

/// What a virtual machine is started from, as `scripts/vm-test` makes it.
struct MachineImage: Sendable {
    let folder: String

    /// nil where `scripts/vm-test` does not run these tests.
    static let made: MachineImage? = ProcessInfo.processInfo.environment["PORTPOOL_VM"].map(MachineImage.init)

    /// QEMU's own, but for the sockets of each machine. No KVM: it may be there and yet boot nothing.
    ///
    /// What costs an emulated processor much is left out: wide registers, and a clock that is read from a device (Linux
    /// trusts its time stamps only where it is told to). A board is found and run with a third less of the host's time.
    var arguments: [String] {
        [
            "-accel", "tcg,thread=multi,tb-size=256", "-M", "q35", "-cpu", "max,-xsave,-avx,-avx2", "-smp", "2",
            "-m", "384",
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-kernel", "\(folder)/kernel", "-initrd", "\(folder)/initrd", "-append",
            "console=ttyS0 panic=-1 quiet loglevel=6 mitigations=off nokaslr random.trust_cpu=on tsc=reliable "
                + "8250.nr_uarts=1",
            "-device", "qemu-xhci,id=xhci,p2=15,p3=1", "-device", "qemu-xhci,id=second",
            "-device", "virtio-serial-pci",
            "-drive", "file=\(folder)/rig.img,format=raw,if=none,id=rig,readonly=on",
            "-device", "virtio-blk-pci,drive=rig", "-device", "virtio-net-pci,netdev=net,romfile=",
        ]
    }

    static func required() throws -> MachineImage {
        guard let made else {
            throw NotInTime(description: "PORTPOOL_VM is not set: scripts/vm-test runs these tests")
        }
        return made
    }

    // MARK: - Snapshots

    func path(of snapshot: String) -> String { "\(folder)/snapshots/\(snapshot)" }
    /// What the snapshot was made with; of another machine it is of no use.
    private func argumentsPath(of snapshot: String) -> String { "\(path(of: snapshot)).arguments" }

    func has(_ snapshot: String) -> Bool {
        let made = try? String(contentsOfFile: argumentsPath(of: snapshot), encoding: .utf8)
        return made == arguments.joined(separator: "\n") && FileManager.default.fileExists(atPath: path(of: snapshot))
    }

    func noteMaking(of snapshot: String) throws {
        try arguments.joined(separator: "\n").write(
            toFile: argumentsPath(of: snapshot), atomically: true, encoding: .utf8)
    }
}
