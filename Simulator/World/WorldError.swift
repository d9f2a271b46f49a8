import Glibc
import StrictYAML

/// Why a world could not be made, or could not do what it was asked to.
public enum WorldError: Error, Sendable, Hashable {
    /// Neither way into namespaces is open. `asRoot`: the caller was root.
    case namespacesForbidden(step: String, reason: String, asRoot: Bool)
    /// A call of the operating system failed while a world was built.
    case failed(step: String, reason: String)
    /// A socket or folder cannot be at this path.
    case path(String, reason: String)
    /// Worlds cannot have their folders at this path.
    case noPlace(String, reason: String)
    /// The address to publish at is in use, or may not be used.
    case publish(port: Int, reason: String)
    /// A world of this name runs already.
    case nameTaken(String)
    /// The command of a world of this name runs still, whose uutsim was killed.
    case nameKept(String)
    /// No world can be called so.
    case badName(String)
    /// Something is at the path of a world's folder that no world has made.
    case notAWorld(String)
    /// Somebody who begins or ends a world in this folder does not go on.
    case placeBusy(String)
    /// No world of this name, or in this folder, runs; those that do, by name.
    case noWorld(String, running: [String])
    /// The environment names a world that does not run; those that do, by name.
    case strayVariable(String, running: [String])
    /// No script of this name happens, or none at all; those that do.
    case noScript(String?, running: [String])
    /// The command could not be started.
    case command(String, reason: String)
    case unknownBoard(String, known: [String])
    case alreadyPlugged(String)
    case notPlugged(String)
    /// Two boards cannot be in one USB socket.
    case socketTaken(board: String, path: String, by: String)
    /// The number of a ttyUSB that cannot be had: why, and which could, for a board that needs so many.
    case ttyTaken(Int, TTYObstacle, free: [ClosedRange<Int>], needed: Int)
    /// So few numbers of ttyUSBs are free.
    case noTTY(free: Int, needed: Int)
    /// A board has no such channel.
    case unknownChannel(String, board: String, known: [String])
    /// No fault of that id is armed on the board.
    case notArmed(String, board: String, armed: [String])
    /// A bench names something that no world can show.
    case bench(String)
    /// A request that cannot be understood.
    case request(String)
}

extension WorldError {
    /// What keeps a ttyUSB from being a board's.
    public enum TTYObstacle: Sendable, Hashable {
        case board(String)
        case pastLast
        case namedTwice
    }
}

extension WorldError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .namespacesForbidden(let step, let reason, let asRoot):
            let advice =
                asRoot
                ? "this root may not make namespaces; in a container, start it with --privileged"
                : "allow user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, "
                    + "kernel.apparmor_restrict_unprivileged_userns), or run it with sudo, "
                    + "in a container with --privileged"
            return "no world: \(step) failed: \(reason); \(advice)"
        case .failed(let step, let reason):
            let isForbidden = reason == SystemCall.reason(EPERM) || reason == SystemCall.reason(EACCES)
            let advice = isForbidden ? "; in a container, start it with --privileged" : ""
            return "no world: \(step) failed: \(reason)\(advice)"
        case .path(let path, let reason): return "\(path): \(reason)"
        case .noPlace(let path, let reason):
            return "\(path), where this world is to be kept: \(reason); give a folder of your own, as in "
                + "XDG_RUNTIME_DIR=$(mktemp -d)"
        case .publish(let port, let reason): return "cannot publish at 127.0.0.1:\(port): \(reason)"
        case .nameTaken(let name): return "a world named \(name) is running; choose another name with --name"
        case .nameKept(let name):
            return "the command of a world named \(name) is running still, though its uutsim was killed; end it, or "
                + "choose another name with --name"
        case .badName(let name):
            return "'\(name)' is no name: use up to 64 of A-Z a-z 0-9 _ . - and no dot in front"
        case .notAWorld(let path):
            return "\(path) is there, and no world has made it; move it away, or choose another name with --name"
        case .placeBusy(let path):
            return "\(path): another uutsim that begins or ends there does not go on; continue or end it (fuser -v "
                + "\(path) names it), or give a folder of your own, as in XDG_RUNTIME_DIR=$(mktemp -d)"
        case .noWorld(let name, let running):
            let isPath = name.contains("/")
            let what = isPath ? "no world runs in \(name)" : "no world named \(name) is running"
            let word = name.split(separator: "/").last.map(String.init) ?? name
            let others =
                running.isEmpty
                ? "none is (start one with uutsim world BENCH --name \(isPath ? "NAME" : name))"
                : "there are \(running.joined(separator: ", "))"
            return "\(what); \(Self.meant(word, running))\(others)"
        case .strayVariable(let value, let running):
            let others = running.isEmpty ? "none runs now" : "\(running.joined(separator: ", ")) run"
            return
                "UUTSIM_WORLD is '\(value)', and no world runs there; \(Self.meant(value, running))give --world NAME "
                + "(\(others)), or unset UUTSIM_WORLD"
        case .noScript(let name, let running):
            guard !running.isEmpty else { return "no script happens to this bench, so there is none to stop" }
            return "no script \(name ?? "") happens to this bench; \(Self.meant(name ?? "", running))there are "
                + running.joined(separator: ", ")
        case .command(let name, let reason): return "cannot start \(name): \(reason)"
        case .unknownBoard(let name, let known):
            return
                "no board named \(name) on this bench; \(Self.meant(name, known))it has \(known.joined(separator: ", "))"
        case .alreadyPlugged(let board): return "board \(board) is plugged in already"
        case .notPlugged(let board): return "board \(board) is not plugged in"
        case .socketTaken(let board, let path, let other):
            return "board \(board) cannot be plugged into \(path): board \(other) is there"
        case .ttyTaken(let number, let obstacle, let free, let needed):
            let why =
                switch obstacle {
                case .board(let board): "is board \(board)'s"
                case .pastLast: "is past the last number"
                case .namedTwice: "is named twice"
                }
            let names = free.map { range in
                range.count == 1 ? "ttyUSB\(range.lowerBound)" : "ttyUSB\(range.lowerBound)-\(range.upperBound)"
            }
            return "ttyUSB\(number) \(why); \(needed == 1 ? "a number is" : "\(needed) numbers are") needed, "
                + "and free are \(names.joined(separator: ", "))"
        case .noTTY(let free, let needed):
            return "\(needed) ttyUSBs are needed and \(free) are free; unplug another board first"
        case .unknownChannel(let name, let board, let known):
            return "board \(board) has no channel \(name); it has \(known.joined(separator: ", "))"
        case .notArmed(let fault, let board, let armed):
            let others = armed.isEmpty ? "none is" : "there are \(armed.joined(separator: ", "))"
            return "no fault \(fault) is armed on board \(board); \(Self.meant(fault, armed))\(others)"
        case .bench(let text): return text
        case .request(let text): return text
        }
    }

    /// `did you mean 'left'? `, where one is near.
    private static func meant(_ word: String, _ names: [String]) -> String {
        suggestion(for: word, from: names).map { "\($0) " } ?? ""
    }

    /// The exit code of `uutsim`: 4 a bench that cannot be shown, 5 no such world, 127 as a shell gives it, 2 the rest.
    public var exitCode: Int32 {
        switch self {
        case .bench: 4
        case .command(_, let reason) where reason.hasPrefix("No such file"): 127
        case .noWorld, .strayVariable: 5
        default: 2
        }
    }
}
