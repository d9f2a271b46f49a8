"""stuck_port.py FROM TO RUNS: a service whose ports are not free again after a run.

Listens on the Unix socket FROM, passes on all that it is asked to the real service on the Unix socket TO, and its answers
back as they are; but once more than RUNS runs have been ordered, the ports of a board that runs are shown in use for ever.
"""

import http.client
import http.server
import json
import os
import socket
import socketserver
import sys
import threading
import time

outer, inner, healthy = sys.argv[1], sys.argv[2], int(sys.argv[3])
lock = threading.Lock()
ordered = 0
stuck = {}


class Passing(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        service = http.client.HTTPConnection("localhost")
        service.sock = socket.socket(socket.AF_UNIX)
        service.sock.connect(inner)
        service.request(self.command, self.path, body, dict(self.headers))
        reply = service.getresponse()
        self.send_response(reply.status)
        kind = reply.getheader("Content-Type", "")
        self.send_header("Content-Type", kind)
        if kind.startswith("text/event-stream"):
            self.send_header("Connection", "close")
            self.end_headers()
            while piece := reply.read1(65536):
                self.wfile.write(piece)
            return
        text = self.altered(body, reply.read())
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_DELETE = pass_on

    def altered(self, asked, answer):
        global ordered
        path = self.path.split("?")[0]
        with lock:
            if self.command == "POST" and path == "/api/v1/executions":
                ordered += 1
                if ordered > healthy:
                    stuck[json.loads(asked)["boardId"]] = json.loads(answer)["executions"][0]["executionId"]
            if path != "/api/v1/ports" or not stuck:
                return answer
            ports = json.loads(answer)
            for port in ports["ports"]:
                if port["boardId"] in stuck:
                    port["status"] = "inUse"
                    port["leaseId"] = "run-" + stuck[port["boardId"]]
            return json.dumps(ports).encode()

    def address_string(self):
        return outer

    def log_message(self, *words):
        pass


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def handle_error(self, request, client):
        # Whoever asked has gone away: with a stream of events that is how it ends.
        if not isinstance(sys.exc_info()[1], (BrokenPipeError, ConnectionResetError)):
            super().handle_error(request, client)


while not os.path.exists(inner):
    time.sleep(0.01)
Server(outer, Passing).serve_forever()
