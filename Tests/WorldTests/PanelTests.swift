import Foundation
import Support
import Testing

@testable import World

@Suite("What a published port makes of what a client sends")
struct RequestScannerTests {
    private func steps(_ pieces: [String]) -> [RequestScanner.Step] {
        var scanner = RequestScanner()
        var steps: [RequestScanner.Step] = []
        for step in pieces.flatMap({ scanner.take(Array($0.utf8)) }) {
            // How what is forwarded is cut does not matter, but where a request begins does.
            if case .forward(let more) = step, case .forward(let before)? = steps.last {
                steps[steps.count - 1] = .forward(before + more)
            } else if case .forward(let more) = step, case .request(let method, let before)? = steps.last {
                steps[steps.count - 1] = .request(method: method, head: before + more)
            } else {
                steps.append(step)
            }
        }
        return steps
    }
    private func text(_ steps: [RequestScanner.Step]) -> [String] {
        steps.map { step in
            switch step {
            case .request(let method, let bytes): "\(method) > \(String(decoding: bytes, as: UTF8.self))"
            case .forward(let bytes): "> \(String(decoding: bytes, as: UTF8.self))"
            case .refuse(let reply): "! \(reply.status)"
            case .panel(let request):
                "\(request.method) \(request.path) \(String(decoding: request.body, as: UTF8.self))"
            }
        }
    }

    @Test("requests for the panel are told from those for the service on one connection, wherever they are cut")
    func routes() {
        let service = "POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\nGET /bench H"
        let post = "POST /bench/control HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n{\r\n}"
        let all = service + "GET /bench?x=1 HTTP/1.1\r\nHost: x\r\n\r\n" + post + "GET /benches HTTP/1.1\r\n\r\n"
        let expected = [
            "POST > \(service)", "GET /bench ", "POST /bench/control {\r\n}",
            "GET > GET /benches HTTP/1.1\r\n\r\n",
        ]
        #expect(text(steps([all])) == expected)
        for cut in 1..<all.utf8.count {
            let place = all.utf8.index(all.utf8.startIndex, offsetBy: cut)
            guard let first = String(all.utf8[..<place]), let second = String(all.utf8[place...]) else { continue }
            #expect(text(steps([first, second])) == expected)
        }
    }

    @Test(
        "what is not understood is the service's, with all that follows",
        arguments: [
            "{\"do\":\"boards\"}\nGET /bench HTTP/1.1\r\n\r\n",
            "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /bench HTTP/1.1\r\n\r\n",
            "POST /x HTTP/1.1\r\nContent-Length: -1\r\n\r\nx",
            "GET /x HTTP/1.1\r\nno colon\r\n\r\nGET /bench HTTP/1.1\r\n\r\n",
        ]) func opaque(input: String)
    {
        #expect(text(steps([input])) == ["> \(input)"])
    }

    @Test(
        "what is for the panel and cannot be read is refused, and never the service's",
        arguments: [
            ("POST /bench/control HTTP/1.1\r\nContent-Length: 65537\r\n\r\n{GET /bench HTTP/1.1\r\n\r\n", 413),
            ("POST /bench/control HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n", 411),
            ("GET /bench HTTP/1.1\r\nContent-Length: -1\r\n\r\nx", 400),
            ("GET /bench HTTP/1.1\r\nContent-Length: +1\r\n\r\nx", 400),
            ("GET /bench HTTP/1.1\r\nContent-Length: one\r\n\r\nx", 400),
            ("GET /bench HTTP/1.1\r\nContent-Length: \r\n\r\nx", 400),
            ("GET /bench HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\nx", 400),
        ]) func refused(input: String, status: Int)
    {
        #expect(text(steps([input])) == ["! \(status)"])
        let cut = input.index(input.startIndex, offsetBy: 30)
        #expect(
            text(steps([String(input[..<cut]), String(input[cut...]), "GET /x HTTP/1.1\r\n\r\n"])) == ["! \(status)"])
    }

    @Test("a wish for another protocol is left alone on the panel's, and the service's to grant")
    func upgrade() {
        let upgrade =
            "HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n"
        let panel = "POST /bench/control \(upgrade)Content-Length: 2\r\n\r\n{}"
        let service = "GET /live \(upgrade)\r\nGET /bench HTTP/1.1\r\n\r\n"
        #expect(text(steps([panel, service])) == ["POST /bench/control {}", "> \(service)"])
    }

    @Test("a head without end is bounded") func bounded() {
        let flood = "GET /bench HTTP/1.1\r\n" + String(repeating: "x", count: RequestScanner.limit)
        #expect(text(steps([flood])) == ["> \(flood)"])
    }
}

@Suite("The bench panel", .timeLimit(.minutes(3)))
struct PanelTests {
    /// Python: asks one after the other on one connection; prints status and what it is about.
    private static let client = """
        import http.client, json, sys
        host, world = sys.argv[1:]
        named = lambda page: f"<h1>Bench panel of {world}</h1>" in page and f"<title>{world} · Bench panel</title>" in page
        c = http.client.HTTPConnection(host, timeout=20)
        def ask(method, path, body=None, **headers):
            c.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            r = c.getresponse(); text = r.read().decode()
            return r, text
        def do(**request):
            r, text = ask("POST", "/bench/control", json.dumps(request), Content_Type="application/json")
            return r.status, json.loads(text)
        r, text = ask("GET", "/bench"); print(r.status, r.getheader("Content-Type"), named(text))
        r, text = ask("GET", "/bench", Connection="Upgrade, HTTP2-Settings", Upgrade="h2c", HTTP2_Settings="AAMAAABkAAQAoAAA")
        print(r.status, named(text))
        print("policy", "default-src 'none'" in r.getheader("Content-Security-Policy"), "http://" in text or "https://" in text)
        for path in ("/bench/panel.css", "/bench/panel.js"):
            r, text = ask("GET", path); print(r.status, r.getheader("Content-Type"), "http" in text)
        r, text = ask("GET", "/hello"); print(r.status, text)
        status, reply = do(**{"do": "unplug", "board": "left"}); print(status, reply["boards"][0]["plugged"])
        status, reply = do(**{"do": "plug", "board": "left", "as": "ttyUSB40"}); print(status, reply["boards"][0]["ports"][0]["tty"])
        status, reply = do(**{"do": "fault", "board": "left-B", "kind": "echo", "parameters": {"for": "1h"}}); print(status, reply["boards"][0]["faults"])
        status, reply = do(**{"do": "clear", "board": "left", "kind": "echo"}); print(status, reply["boards"][0]["faults"])
        status, reply = do(**{"do": "fault", "board": "left", "kind": "parity"}); print(status, reply["error"])
        status, reply = do(**{"do": "clear", "board": "left", "id": "x"}); print(status, reply["error"])
        status, reply = do(**{"do": "fault", "board": "left", "kind": "echo", "parameters": {"for": 1}}); print(status, reply["boards"][0]["armed"][0]["text"])
        status, reply = do(**{"do": "clear", "board": "left"}); print(status)
        status, reply = do(**{"do": "unplug"}); print(status, reply["error"])
        why = lambda page: json.loads(page)["error"]
        r, text = ask("POST", "/bench/control", "{}", Content_Type="application/json"); print(r.status, why(text)[:21])
        r, text = ask("POST", "/bench/control", '{"do":"boards"}', Content_Type="text/plain"); print(r.status, why(text))
        r, text = ask("POST", "/bench/control", '{"do":"boards"}', Content_Type="application/json", Origin="http://evil.example"); print(r.status, why(text))
        r, text = ask("GET", "/bench", Host="evil.example"); print(r.status, why(text))
        r, text = ask("GET", "/bench/nothing"); print(r.status, why(text))
        r, text = ask("DELETE", "/bench"); print(r.status, r.getheader("Allow"), why(text))
        r, text = ask("GET", "/bench/faults"); print(r.status, sorted(f["name"] for f in json.loads(text)["faults"])[:2])
        r, text = ask("GET", "/again"); print(r.status, text)
        """
    /// Python: a service of another make on the socket that is published.
    private static let service = """
        import http.server, socketserver, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def do_GET(self):
                body = f"service {self.path}".encode()
                self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers()
                self.wfile.write(body)
            def address_string(self): return "-"
            def log_message(self, *rest): pass
        class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer): daemon_threads = True
        Server(sys.argv[1], Handler).serve_forever()
        """

    @Test("is served beside the service, on one connection, and does what its buttons say")
    func overHTTP() async throws {
        let probe = try WorldProbe("panel")
        defer { probe.remove() }
        for (name, text) in [("client.py", Self.client), ("service.py", Self.service)] {
            try Data(text.utf8).write(to: probe.folder.appending(path: name))
        }
        async let world = probe.sh(
            """
            /usr/bin/python3 $FOLDER/service.py $PORTPOOL_PUBLISH_SOCKET &
            echo $UUTSIM_PUBLISHED > $FOLDER/new && mv $FOLDER/new $FOLDER/address
            \(WorldProbe.until("[ -e $FOLDER/done ]"))
            """, options: ["--publish", "0"])
        let address = probe.folder.appending(path: "address")
        for _ in 0..<3_000 where !FileManager.default.fileExists(atPath: address.path()) {
            try await Task.sleep(for: .milliseconds(10))
        }
        let text = try String(contentsOf: address, encoding: .utf8).trimmingCharacters(in: .newlines)
        let outcome = try await BuiltProgram(path: "/usr/bin/python3").run(
            [probe.folder.appending(path: "client.py").path(), text, probe.name])
        try Data().write(to: probe.folder.appending(path: "done"))
        #expect(
            outcome.output == """
                200 text/html; charset=utf-8 True
                200 True
                policy True False
                200 text/css; charset=utf-8 False
                200 text/javascript; charset=utf-8 False
                200 service /hello
                200 False
                200 ttyUSB40
                200 ['echo-B']
                200 []
                409 parity cannot be shown on a world; it needs vm
                400 a request has no 'id'; it has do, as, board, serial, after, swap, kind, parameters, script
                200 echo for=1
                200
                409 'board' is missing; this bench has left, right, spare, s1, s2
                400 'do' has to be one of
                415 a request is application/json
                403 requests from http://evil.example are not taken
                403 the panel is for 127.0.0.1 and localhost only
                404 there is nothing at /bench/nothing
                405 GET, HEAD only GET here
                200 ['banner_reboot', 'baud_mismatch']
                200 service /again

                """, "\(outcome.errors)")
        #expect(try await world.status == 0)
    }
}
