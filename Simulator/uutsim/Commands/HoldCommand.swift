import ArgumentParser
import CLinux
import Glibc
import World

/// What the fault `held_port` runs: a program like any that has a port open for itself alone.
struct HoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Hold ports open for this program alone, until it is ended or they hang up.",
        discussion: """
            It waits for ports that another program has. Used by the fault held_port.

              uutsim hold /dev/ttyUSB0
            """, shouldDisplay: false)
    @Argument(help: "The ports, by their paths.") var ports: [String]

    /// Short: a service with a run that waits opens the port a millisecond after it has closed it.
    private static let pause: useconds_t = 200

    func run() throws {
        var held: [pollfd] = []
        for port in ports {
            while true {
                if let descriptor = try Self.claim(port) {
                    held.append(pollfd(fd: descriptor, events: 0, revents: 0))
                    break
                }
                usleep(Self.pause)
            }
        }
        // Only a hang-up can be told where nothing is asked for.
        while held.contains(where: { $0.revents & Int16(POLLHUP) == 0 }) {
            for index in held.indices where held[index].revents & Int16(POLLHUP) != 0 { held[index].fd = -1 }
            let open = held.filter { $0.fd >= 0 }.count
            guard open > 0, poll(&held, nfds_t(held.count), -1) >= 0 || errno == EINTR else { return }
        }
    }

    /// nil where another program has it.
    private static func claim(_ port: String) throws -> Int32? {
        let descriptor = clinux_open_line(port)
        guard descriptor >= 0 else {
            if errno == EBUSY { return nil }
            throw WorldError.path(port, reason: String(cString: strerror(errno)))
        }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, clinux_exclusive(descriptor, 1) == 0 { return descriptor }
        close(descriptor)
        return nil
    }
}
