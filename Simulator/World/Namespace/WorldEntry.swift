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
