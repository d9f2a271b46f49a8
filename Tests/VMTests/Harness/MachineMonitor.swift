import Foundation

/// QEMU's control socket: JSON commands and their answers (QMP).
actor MachineMonitor {
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }
    private let lines: LineSocket
    private var isBusy = false

    init(path: String) async throws {
        lines = try await LineSocket(path: path)
        _ = try await lines.next()
        try await execute("qmp_capabilities")
    }

    /// Carries a command out.
    /// - Parameter arguments: JSON.
    /// - Returns: what QEMU answers, JSON; tests ask one thing at a time.
    @discardableResult func execute(_ command: String, _ arguments: String = "{}") async throws -> Data {
        precondition(!isBusy, "QMP answers in order: ask one thing at a time")
        isBusy = true
        defer { isBusy = false }
        try lines.send(#"{"execute":"\#(command)","arguments":\#(arguments)}"#)
        while true {
            let line = try await lines.next()
            guard let message = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                continue
            }
            if let error = message["error"] as? [String: Any] {
                throw Refusal(description: "\(command) \(arguments): \(error["desc"] ?? line)")
            }
            guard let result = message["return"] else { continue }
            return try JSONSerialization.data(withJSONObject: result, options: .fragmentsAllowed)
        }
    }

    func text(_ command: String, _ arguments: String = "{}", member: String) async throws -> String? {
        let data = try await execute(command, arguments)
        return (try JSONSerialization.jsonObject(with: data) as? [String: Any])?[member] as? String
    }
}
