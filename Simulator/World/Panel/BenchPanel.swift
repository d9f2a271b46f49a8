import BoardModel
import CPanel
import FoundationEssentials

/// The bench panel: a page to plug, pull and disturb a world's boards from a browser, and the same as JSON over HTTP.
///
/// Only for this machine: who asks by another name has been led here by a page of somebody else's.
struct BenchPanel: Sendable {
    /// The world's name, which has nothing in it that HTML would take for its own.
    let world: String
    let answer: @Sendable (ControlRequest) async -> ControlReply

    func reply(to request: PanelRequest) async -> PanelReply {
        guard Self.isOurs(request.headers["host"] ?? "") else {
            return refusal(403, "the panel is for 127.0.0.1 and localhost only")
        }
        switch (request.method, request.path) {
        case ("GET", "/bench/"), ("HEAD", "/bench/"):
            return PanelReply(308, type: "text/plain", body: [], headers: ["Location": "/bench"])
        case ("GET", "/bench"), ("HEAD", "/bench"): return file("panel.html")
        case ("GET", "/bench/faults"), ("HEAD", "/bench/faults"): return PanelReply(200, FaultList.shown)
        case ("POST", "/bench/control"): return await control(request)
        case (_, "/bench/control"): return refusal(405, "POST a request here", ["Allow": "POST"])
        case ("GET", let path), ("HEAD", let path): return file(String(path.dropFirst("/bench/".count)))
        default: return refusal(405, "only GET here", ["Allow": "GET, HEAD"])
        }
    }

    private func control(_ request: PanelRequest) async -> PanelReply {
        // A form of another page cannot send this type, and a script of one says where it is from.
        guard request.headers["content-type"]?.lowercased().hasPrefix("application/json") == true else {
            return refusal(415, "a request is application/json")
        }
        if let origin = request.headers["origin"], origin != "http://\(request.headers["host"] ?? "")" {
            return refusal(403, "requests from \(origin) are not taken")
        }
        let command: ControlRequest
        do { command = try ControlRequest(json: Data(request.body)) } catch { return refusal(400, "\(error)") }
        let reply = await answer(command)
        return PanelReply(reply.error == nil ? 200 : 409, reply)
    }

    private func file(_ name: String) -> PanelReply {
        for index in 0..<cpanel_count {
            guard let file = cpanel_file_at(index)?.pointee, String(cString: file.name) == name else { continue }
            let type = String(cString: file.type)
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
            guard type.hasPrefix("text/html") else { return PanelReply(200, type: type, body: Array(bytes)) }
            let page = String(decoding: bytes, as: UTF8.self).replacing("{{world}}", with: world)
            return PanelReply(200, type: type, body: Array(page.utf8))
        }
        return refusal(404, "there is nothing at /bench/\(name)")
    }

    private func refusal(_ status: Int, _ reason: String, _ headers: [String: String] = [:]) -> PanelReply {
        PanelReply(status, ControlReply(error: reason), headers: headers)
    }

    /// Whether a host's name is this machine's own, with whatever port.
    private static func isOurs(_ host: String) -> Bool {
        if host == "[::1]" || host.hasPrefix("[::1]:") { return true }
        return ["127.0.0.1", "localhost"].contains(String(host.prefix { $0 != ":" }).lowercased())
    }
}
