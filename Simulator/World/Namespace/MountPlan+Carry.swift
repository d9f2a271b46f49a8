import CLinux
import Glibc

extension MountPlan.Host {
    /// What this machine is.
    static func look() -> MountPlan.Host {
        var host = MountPlan.Host()
        for name in FileTree.names(in: "/run") { host.run[name] = FileTree.kind(of: "/run/\(name)") }
        host.keptSysfs = ["devices/system", "fs/cgroup"].filter { FileTree.kind(of: "/sys/\($0)") == .directory }
        host.nodes = MountPlan.nodes.filter { FileTree.exists("/dev/\($0)") }
        return host
    }
}

extension MountPlan {
    /// Carries out the steps in the caller's own mount namespace.
    func carryOut() throws(EntryFailure) {
        for step in steps {
            guard step.carryOut() != 0 else { continue }
            throw EntryFailure(step.isMount ? .mounts : .other, step.description)
        }
    }
}

extension MountStep {
    fileprivate func carryOut() -> Int32 {
        switch self {
        case .directory(let path, let mode):
            if mkdir(path, mode) != 0 && errno != EEXIST { return -1 }
            return chmod(path, mode)
        case .emptyFile(let path): return close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644))
        case .symlink(let path, let text): return Glibc.symlink(text, path)
        case .tmpfs(let path, let options): return clinux_world_mount_tmpfs(path, options)
        case .devpts(let path): return clinux_world_mount_devpts(path)
        case .proc(let path): return clinux_world_mount_proc(path)
        case .bind(let source, let target, let recursive): return clinux_world_bind(source, target, recursive ? 1 : 0)
        case .detach(let path): return clinux_world_detach(path)
        }
    }
}
