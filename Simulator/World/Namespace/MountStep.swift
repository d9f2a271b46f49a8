/// One step of making the world's file system. Paths are absolute.
enum MountStep: Sendable, Hashable {
    case directory(String, mode: UInt32)
    case emptyFile(String)
    case symlink(at: String, text: String)
    case tmpfs(String, options: String)
    case devpts(String)
    case proc(String)
    case bind(String, onto: String, recursive: Bool)
    /// Unmounts for those who come later; what is bound elsewhere stays.
    case detach(String)

    /// Whether it wants rights that a container may withhold.
    var isMount: Bool {
        switch self {
        case .directory, .emptyFile, .symlink: false
        case .tmpfs, .devpts, .proc, .bind, .detach: true
        }
    }

    var description: String {
        switch self {
        case .directory(let path, _), .emptyFile(let path), .symlink(let path, _): "making \(path)"
        case .tmpfs(let path, _): "mounting a tmpfs on \(path)"
        case .devpts(let path): "mounting devpts on \(path)"
        case .proc(let path): "mounting proc on \(path)"
        case .bind(let source, let target, _): "binding \(source) to \(target)"
        case .detach(let path): "unmounting \(path)"
        }
    }
}
