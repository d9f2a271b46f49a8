import APIClient
import CLinux
import Foundation
import SerialIO
import Support

/// A Debian kernel with the real ftdi_sio and systemd-udevd, and the service on it.
struct VirtualMachine: Sendable {
    /// Each wants a processor.
    private static let slots = Slots(2)

    let monitor: MachineMonitor
    let shell: GuestShell
    let reactor: Reactor
    let folder: String
    private let process: Process

    /// Runs `body` on a machine on which the service has just become ready, with nothing plugged in.
    static func with(_ body: (VirtualMachine, APIClient) async throws -> Void) async throws {
        let image = try await Snapshot.shared.image()
        try await slots.use {
            var times = CaseTimes()
            let machine = try await VirtualMachine(image, restoring: true)
            times.ends("restored")
            do {
                try await machine.monitor.execute("cont")
                let address = try await machine.serviceAddress()
                try await APIClient.with(address) { try await body(machine, $0) }
                times.ends("test")
            } catch {
                let said = await machine.lastWords()
                machine.end()
                throw GuestShell.Failure(description: "\(error)\n\(said)")
            }
            machine.end()
            times.ends("ended")
            times.tell()
        }
    }

    /// Starts QEMU and waits until its control socket answers.
    init(_ image: MachineImage, restoring: Bool) async throws {
        folder = "\(NSTemporaryDirectory())vm-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        // Nobody would end it if these tests were killed.
        process.arguments =
            ["-k", "1", "180", "setpriv", "--pdeathsig", "KILL", "qemu-system-x86_64"] + image.arguments
            + (restoring ? ["-incoming", "exec:cat \(image.snapshot)"] : []) + [
                "-serial", "file:\(folder)/console", "-qmp", "unix:\(folder)/qmp,server=on,wait=off",
                "-netdev", "user,id=net,hostfwd=tcp:127.0.0.1:0-:8080",
                "-chardev", "socket,id=shell,path=\(folder)/shell,server=on,wait=off",
                "-device", "virtserialport,chardev=shell,name=shell",
            ]
        process.standardInput = FileHandle.nullDevice
        try Data().write(to: URL(filePath: "\(folder)/qemu"))
        let said = try FileHandle(forWritingTo: URL(filePath: "\(folder)/qemu"))
        process.standardOutput = said
        process.standardError = said
        reactor = try Reactor(name: "chips")
        try process.run()
        do {
            monitor = try await MachineMonitor(path: "\(folder)/qmp")
            shell = try await GuestShell(path: "\(folder)/shell")
            if restoring { try await restored() }
        } catch {
            let text = (try? String(contentsOfFile: "\(folder)/qemu", encoding: .utf8)) ?? ""
            process.terminate()
            reactor.shutdown()
            throw GuestShell.Failure(description: "\(error)\n\(text)")
        }
    }

    private func restored() async throws {
        _ = try await eventually("the machine is restored") { () -> Bool? in
            try await monitor.text("query-status", member: "status") == "inmigrate" ? nil : true
        }
    }

    /// Makes a USB socket: who connects to `path` is plugged in there.
    /// - Parameter port: `1` to `15` of the root hub, `6.2` of a hub in socket 6.
    func addSocket(_ id: String, at path: String, port: String) async throws {
        let address = #"{"type":"unix","data":{"path":"\#(path)"}}"#
        try await monitor.execute(
            "chardev-add",
            #"{"id":"\#(id)","backend":{"type":"socket","data":{"addr":\#(address),"server":true,"wait":false}}}"#)
        try await monitor.execute(
            "device_add",
            #"{"driver":"usb-redir","id":"usb-\#(id)","chardev":"\#(id)","bus":"xhci.0","port":"\#(port)"}"#)
    }

    /// A hub in a socket of the root hub.
    func plugHub(_ socket: Int) async throws {
        try await monitor.execute(
            "device_add", #"{"driver":"usb-hub","id":"hub\#(socket)","bus":"xhci.0","port":"\#(socket)"}"#)
    }
    /// The hub goes with all that is on it.
    func pullHub(_ socket: Int) async throws {
        try await monitor.execute("device_del", #"{"id":"hub\#(socket)"}"#)
    }

    func end() {
        // A machine has nothing to lose.
        kill(process.processIdentifier, SIGKILL)
        reactor.shutdown()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Where the service is reached from here.
    private func serviceAddress() async throws -> APIAddress {
        let data = try await monitor.execute("human-monitor-command", #"{"command-line":"info usernet"}"#)
        let text = String(decoding: data, as: UTF8.self)
        // TCP[HOST_FORWARD]  12  127.0.0.1 40283  10.0.2.15  8080 ...
        let words = text.split(whereSeparator: { " \\\n".contains($0) }).drop { !$0.hasPrefix("TCP[HOST") }
        guard words.count > 3, let port = Int(words[words.startIndex + 3]) else {
            throw GuestShell.Failure(description: "no forwarded port in \(text)")
        }
        return .http("http://127.0.0.1:\(port)")
    }

    /// What the machine and the service said last.
    private func lastWords() async -> String {
        let log = try? await shell.run(
            "dmesg | tail -n 20; tail -n 20 /tmp/state/logs/service.log; tail -n 20 /tmp/serve")
        return log ?? "the machine says nothing any more"
    }
}
