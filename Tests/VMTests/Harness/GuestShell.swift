/// A shell in the virtual machine, as `scripts/lib/vm-init` starts it.
actor GuestShell {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
    private let lines: LineSocket

    init(path: String) async throws { lines = try await LineSocket(path: path) }

    /// Waits until the machine has booted.
    func ready() async throws {
        while try await !lines.next().hasPrefix("READY") {}
    }

    /// Runs a line of shell and returns what it printed; throws where its exit status is not 0.
    @discardableResult func run(_ command: String) async throws -> String {
        try lines.send(command)
        var output: [String] = []
        while true {
            let line = try await lines.next()
            // What did not end with a newline is in front of the mark.
            guard let mark = line.firstIndex(of: "\u{4}") else {
                output.append(line)
                continue
            }
            if mark != line.startIndex { output.append(String(line[..<mark])) }
            let text = output.joined(separator: "\n")
            let status = line[line.index(after: mark)...].drop { $0 == " " }
            guard status == "0" else { throw Failure(description: "\(command): exit status \(status)\n\(text)") }
            return text
        }
    }
}
