import CLinux
import Glibc

/// The way into a world: must be gone while the process has one thread, so before anything asynchronous.
public enum WorldEntry {
    public enum Side: Sendable, Hashable {
        /// Still outside, the parent of the world's first process.
        case outside(child: Int32)
        /// Pid 1 of the world. `signals` tells of those that arrive.
        case inside(signals: Int32)
    }

    /// Enters namespaces and forks. An ordinary user, and root where it may, gets a user namespace; root without that
    /// right goes without.
    public static func enter() throws(WorldError) -> Side {
        var failure = clinux_world_failure()
        let isRoot = geteuid() == 0
        if clinux_world_unshare(1, &failure) != 0 {
            let mayGoWithout = isRoot && String(cString: failure.step) == "making a user namespace"
            guard mayGoWithout, clinux_world_unshare(0, &failure) == 0 else {
                throw .namespacesForbidden(
                    step: String(cString: failure.step), reason: SystemCall.reason(failure.error), asRoot: isRoot)
            }
        }
        var signals: Int32 = -1
        let child = clinux_world_fork(&signals, &failure)
        guard child >= 0 else {
            throw .failed(step: String(cString: failure.step), reason: SystemCall.reason(failure.error))
        }
        return child == 0 ? .inside(signals: signals) : .outside(child: child)
    }

    /// Whether a world can be made here, found out by making one in a process that is then gone, with its namespaces.
    /// - Returns: nil where it can, else what cannot be done. The caller itself is as before.
    public static func refusal(_ folder: WorldFolder) -> WorldError? {
        var ends: [Int32] = [-1, -1]
        // Where not even this can be had, the world itself will say so.
        guard pipe(&ends) == 0 else { return nil }
        let child = clinux_world_trial()
        if child == 0 { attempt(folder, tellingTo: ends[1]) }
        close(ends[1])
        defer { close(ends[0]) }
        guard child > 0 else { return nil }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            if count > 0 { text += buffer[..<count] } else if count == 0 || errno != EINTR { break }
        }
        while waitpid(child, nil, 0) < 0, errno == EINTR {}
        let parts = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        guard parts.count == 2 else { return nil }
        return .namespacesForbidden(step: parts[0], reason: parts[1], asRoot: geteuid() == 0)
    }

    private static func attempt(_ folder: WorldFolder, tellingTo pipe: Int32) -> Never {
        do {
            switch try enter() {
            case .outside(let child): _exit(supervise(child))
            case .inside: try furnish(folder)
            }
        } catch {
            let text: String? =
                switch error {
                case .namespacesForbidden(let step, let reason, _), .failed(let step, let reason): "\(step)\n\(reason)"
                case .path(let path, let reason): "writing \(path)\n\(reason)"
                default: nil
                }
            if let text { _ = write(pipe, text, text.utf8.count) }
        }
        _exit(0)
    }

    /// Of this process, in no world: tells of SIGTERM, SIGINT, SIGHUP and SIGCHLD from now on.
    public static func signals() throws(WorldError) -> Int32 {
        let signals = clinux_world_catch_signals()
        guard signals >= 0 else { throw .failed(step: "catching signals", reason: SystemCall.reason()) }
        return signals
    }

    /// After a command has ended: the terminal is this process's again, where it was.
    public static func retakeTerminal() { clinux_world_retake_terminal() }

    /// Outside: passes signals on until the world ends.
    /// - Returns: the world's exit status.
    public static func supervise(_ child: Int32) -> Int32 { clinux_world_supervise(child) }

    /// Inside: gives the world its own /sys, /dev, /run/udev and /proc, and brings `lo` up.
    public static func furnish(_ folder: WorldFolder) throws(WorldError) {
        try MountPlan(scratch: folder.scratch, host: .look()).carryOut()
        guard clinux_world_loopback_up() == 0 else {
            throw .failed(step: "bringing lo up", reason: SystemCall.reason())
        }
        try SysfsPlan.skeleton.write(below: "/sys")
    }
}
