import APIClient
import CLinux
import Foundation
import SerialIO
import Support

/// A Debian kernel with the real ftdi_sio and systemd-udevd, and the service on it.
struct VirtualMachine: Sendable {
    /// Each has two processors, and wants them: with less it is its neighbours that a case takes its time from.
    static let slots = Slots(max(1, ProcessInfo.processInfo.activeProcessorCount / 2))

    let monitor: MachineMonitor
    let shell: GuestShell
    let reactor: Reactor
    let folder: String
    private let process: Process

    /// Runs `body` on a machine that is as it was in a snapshot, and goes on from there.
    /// - Parameter ahead: before the others: it rests for long.
    static func with(
        _ snapshot: Snapshot = .ready, ahead: Bool = false, _ body: (VirtualMachine, APIClient) async throws -> Void
    ) async throws {
        let path = try await snapshot.path()
        try await slots.use(ahead: ahead) {
            var times = CaseTimes()
            let machine = try await VirtualMachine(.required(), restoring: path)
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
    /// - Parameter snapshot: the path of one; nil: it boots.
    init(_ image: MachineImage, restoring snapshot: String? = nil) async throws {
        folder = "\(NSTemporaryDirectory())vm-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        // Nobody would end it if these tests were killed.
        process.arguments =
            ["-k", "1", "180", "setpriv", "--pdeathsig", "KILL", "qemu-system-x86_64"] + image.arguments
            + (snapshot.map { ["-incoming", "exec:cat \($0)"] } ?? []) + [
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
            if snapshot != nil { try await restored() }
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
    /// - Parameter port: `1` to `15` of the root hub, `6.2` of a hub in socket 6; `b1` to `b4` of another root hub, whose
    ///   boards the kernel takes in at the same time.
    func addSocket(_ id: String, at path: String, port: String) async throws {
        let (bus, port) = port.hasPrefix("b") ? ("second.0", String(port.dropFirst())) : ("xhci.0", port)
        let address = #"{"type":"unix","data":{"path":"\#(path)"}}"#
        try await monitor.execute(
            "chardev-add",
            #"{"id":"\#(id)","backend":{"type":"socket","data":{"addr":\#(address),"server":true,"wait":false}}}"#)
        try await monitor.execute(
            "device_add",
            #"{"driver":"usb-redir","id":"usb-\#(id)","chardev":"\#(id)","bus":"\#(bus)","port":"\#(port)"}"#)
    }

    func removeSocket(_ id: String) async throws {
        try await monitor.execute("device_del", #"{"id":"usb-\#(id)"}"#)
    }

    /// Leaves the processors to another machine while `body` only waits.
    func resting<Result>(_ body: () async throws -> Result) async rethrows -> Result { try await Self.slots.lend(body) }

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
    func serviceAddress() async throws -> APIAddress {
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
