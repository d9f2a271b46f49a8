internal import Glibc
internal import PortDiscovery
internal import RigModel
internal import SerialIO

// portwatch FILE: writes into FILE what becomes of this machine's ports, a line each, until it is told to end. It lets tests
// see real udev through the eyes of the rig, inside a simulated world.

func fail(_ text: String, status: Int32) -> Never {
    let bytes = Array("portwatch: \(text)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
    exit(status)
}

guard CommandLine.arguments.count == 2 else { fail("usage: portwatch FILE", status: 64) }
let file = open(CommandLine.arguments[1], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
guard file >= 0 else { fail("\(CommandLine.arguments[1]) cannot be opened: errno \(errno)", status: 2) }

/// Whole lines, so that a reader never sees half of one.
@Sendable func tell(_ changes: [PortChange]) {
    let text = changes.map { "\(Line($0))\n" }.joined()
    let bytes = Array(text.utf8)
    guard write(file, bytes, bytes.count) == bytes.count else { fail("errno \(errno) on writing", status: 2) }
}

do {
    let reactor = try Reactor(name: "portwatch")
    try await PortWatcher(try UdevSource(on: reactor)).run { tell($0) }
} catch {
    fail("\(error)", status: 1)
}
