import RigModel
import Support
import Testing

/// Orders for a port that the service does not have, where it cannot say which ones it has.
@Suite(.timeLimit(.minutes(1))) struct PortHintTests {
    /// Refuses every order for a port, and answers no question.
    private static let service = """
        import http.server, json, os, socketserver, subprocess, sys, tempfile, threading
        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/problem+json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            def do_GET(self): self.answer(503, {"type": "about:blank", "title": "asked too much", "status": 503})
            def refuse(self):
                self.answer(404, {"type": os.environ["TYPE"], "title": "Not Found", "status": 404,
                    "detail": "no port has the id 'FT1-X'"})
            do_POST = do_PUT = do_DELETE = refuse
            def address_string(self): return "test"
            def log_message(self, *_): pass
        class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer): daemon_threads = True
        with tempfile.TemporaryDirectory() as folder, Server(folder + "/s", Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            command = [os.environ["PORTPOOL"], *sys.argv[1:], "--address", "unix:" + folder + "/s"]
            status = subprocess.call(command)
            server.shutdown()
        sys.exit(status)
        """

    @Test(arguments: [["quarantine", "FT1-X"], ["release", "FT1-X"]])
    func theRefusalIsToldThoughTheServiceDoesNotSayWhichPortsItHas(order: [String]) async throws {
        let told = try await BuiltProgram(path: "/usr/bin/env").run(
            ["python3", "-c", Self.service] + order,
            environment: [
                "PORTPOOL": try BuiltProgram("portpool").path,
                "TYPE": LeaseRefusal.unknownPort("", known: []).problemType,
            ])
        #expect(told.status == 64, "\(told.errors)")
        #expect(told.errors.contains("no port has the id 'FT1-X'; `portpool ports` tells more"), "\(told.errors)")
        #expect(!told.errors.contains("asked too much"))
    }
}
