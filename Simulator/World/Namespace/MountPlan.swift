/// How a world's file system is made: /sys, /dev, /run/udev and /proc are its own, all else is the host's.
struct MountPlan: Sendable, Hashable {
    /// What of the host decides how things are covered.
    struct Host: Sendable, Hashable {
        enum Kind: Sendable, Hashable { case directory, file, link(String) }
        /// What /run holds; looked at only where it has no folder `udev`.
        var run: [String: Kind] = [:]
        /// Folders of the host's /sys that programs need to count processors and memory.
        var keptSysfs: [String] = []
        /// The nodes of /dev that the host has.
        var nodes: [String] = []
    }
    let steps: [MountStep]

    /// The character devices that programs take for granted.
    static let nodes = ["null", "zero", "full", "random", "urandom", "tty"]
    /// Without a `control`, libudev subscribes to nothing where /dev is not a devtmpfs.
    static let udevFolders = ["data", "tags", "links"]

    /// - Parameter scratch: an existing folder of the world's own, on which things are put together.
    init(scratch: String, host: Host) {
        let sys = "\(scratch)/sys"
        let dev = "\(scratch)/dev"
        let udev = "\(scratch)/udev"
        var steps: [MountStep] = [.tmpfs(scratch, options: "mode=755")]
        for folder in [sys, dev, udev, "\(dev)/pts", "\(dev)/serial"] { steps.append(.directory(folder, mode: 0o755)) }
        steps.append(.directory("\(dev)/shm", mode: 0o1777))
        for node in host.nodes {
            steps.append(.emptyFile("\(dev)/\(node)"))
            steps.append(.bind("/dev/\(node)", onto: "\(dev)/\(node)", recursive: false))
        }
        steps.append(.devpts("\(dev)/pts"))
        for (name, text) in [
            ("ptmx", "pts/ptmx"), ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"),
            ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"),
        ] { steps.append(.symlink(at: "\(dev)/\(name)", text: text)) }
        for folder in Self.udevFolders { steps.append(.directory("\(udev)/\(folder)", mode: 0o755)) }
        steps.append(.emptyFile("\(udev)/control"))
        for kept in host.keptSysfs {
            let parts = kept.split(separator: "/")
            for end in 1...parts.count {
                steps.append(.directory("\(sys)/\(parts.prefix(end).joined(separator: "/"))", mode: 0o755))
            }
            steps.append(.bind("/sys/\(kept)", onto: "\(sys)/\(kept)", recursive: true))
        }
        steps.append(.bind(sys, onto: "/sys", recursive: true))
        steps += Self.coverUdev(udev, scratch: scratch, host: host)
        steps.append(.bind(dev, onto: "/dev", recursive: true))
        steps.append(.proc("/proc"))
        steps.append(.detach(scratch))
        self.steps = steps
    }

    /// /run/udev is covered where it is; where it is not, /run itself is covered by a copy made of binds, because only
    /// root could add a folder to it, and even root's would be left behind.
    private static func coverUdev(_ udev: String, scratch: String, host: Host) -> [MountStep] {
        if host.run["udev"] == .directory { return [.bind(udev, onto: "/run/udev", recursive: true)] }
        let run = "\(scratch)/run"
        var steps: [MountStep] = [.directory(run, mode: 0o755)]
        for (name, kind) in host.run.sorted(by: { $0.key < $1.key }) {
            switch kind {
            case .directory:
                steps.append(.directory("\(run)/\(name)", mode: 0o755))
                steps.append(.bind("/run/\(name)", onto: "\(run)/\(name)", recursive: true))
            case .file:
                steps.append(.emptyFile("\(run)/\(name)"))
                steps.append(.bind("/run/\(name)", onto: "\(run)/\(name)", recursive: false))
            case .link(let text): steps.append(.symlink(at: "\(run)/\(name)", text: text))
            }
        }
        steps.append(.directory("\(run)/udev", mode: 0o755))
        steps.append(.bind(udev, onto: "\(run)/udev", recursive: true))
        steps.append(.bind(run, onto: "/run", recursive: true))
        return steps
    }
}
