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
        let isRoot = geteuid() == 0
        do { return try enterNamespaces(asRoot: isRoot) } catch { throw error.worldError(asRoot: isRoot) }
    }

    private static func enterNamespaces(asRoot isRoot: Bool) throws(EntryFailure) -> Side {
        var failure = clinux_world_failure()
        if clinux_world_unshare(1, &failure) != 0 {
            let mayGoWithout = isRoot && String(cString: failure.step) == "making a user namespace"
            guard mayGoWithout, clinux_world_unshare(0, &failure) == 0 else {
                throw EntryFailure(.namespaces, String(cString: failure.step), error: failure.error)
            }
        }
        var signals: Int32 = -1
        let child = clinux_world_fork(&signals, &failure)
        guard child >= 0 else { throw EntryFailure(.other, String(cString: failure.step), error: failure.error) }
        return child == 0 ? .inside(signals: signals) : .outside(child: child)
    }

    /// Whether a world can be made here, found out by making one in a process that is then gone, with its namespaces.
    /// - Returns: nil where it can, `namespacesForbidden` where a step of it is not allowed here. The caller itself is as
    ///   before.
    /// - Throws: `failed` where something else is wrong.
    public static func refusal(_ folder: WorldFolder) throws(WorldError) -> WorldError? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw EntryFailure(.other, "making a pipe").worldError(asRoot: geteuid() == 0) }
        let child = clinux_world_trial()
        if child == 0 { attempt(folder, tellingTo: ends[1]) }
        let forking = EntryFailure(.other, "forking a process to try")
        close(ends[1])
        defer { close(ends[0]) }
        guard child > 0 else { throw forking.worldError(asRoot: geteuid() == 0) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            if count > 0 { text += buffer[..<count] } else if count == 0 || errno != EINTR { break }
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let ended = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
        guard let failure = EntryFailure(trial: String(decoding: text, as: UTF8.self), status: ended) else {
            return nil
        }
        let error = failure.worldError(asRoot: geteuid() == 0)
        guard failure.isForbidden else { throw error }
        return error
    }

    private static func attempt(_ folder: WorldFolder, tellingTo pipe: Int32) -> Never {
        do {
            switch try enterNamespaces(asRoot: geteuid() == 0) {
            case .outside(let child): _exit(supervise(child))
            case .inside: try furnishAll(folder)
            }
        } catch {
            // Where that cannot be written, the status says that there is no world.
            _ = write(pipe, error.message, error.message.utf8.count)
            _exit(1)
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
        do { try furnishAll(folder) } catch { throw error.worldError(asRoot: geteuid() == 0) }
    }

    private static func furnishAll(_ folder: WorldFolder) throws(EntryFailure) {
        try MountPlan(scratch: folder.scratch, host: .look()).carryOut()
        guard clinux_world_loopback_up() == 0 else { throw EntryFailure(.namespaces, "bringing lo up") }
        do { try SysfsPlan.skeleton.write(below: "/sys") } catch {
            throw EntryFailure("writing /sys", because: error)
        }
    }
}
