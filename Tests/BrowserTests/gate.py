"""A door between the browser and the service: it can be shut, and it can slip events into the open streams."""

import http.client
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

TIMEOUT = 60


class Gate:
    """Serves what the service at `base` serves, at `self.url`."""

    def __init__(self, base):
        self.service = urlsplit(base)
        self.streams = set()
        self.sockets = set()
        self.lock = threading.Lock()
        self.events_refused = False
        self.injected = 0
        self.server = None
        self.port = 0
        self.open()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def open(self):
        """Lets requests through (again)."""
        gate = self

        class Handler(_Handler):
            pass

        Handler.gate = gate
        self.server = _Server(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def shut(self):
        """Cuts every connection and refuses new ones."""
        self.server.shutdown()
        self.server.server_close()
        self.cut()

    def cut(self):
        """Cuts every connection, once."""
        with self.lock:
            for connection in self.sockets:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def inject(self, name, data):
        """Slips an event in, in all open streams, at a position of an epoch of its own."""
        self.injected += 1
        message = f"id: injected-{self.injected}\nevent: {name}\ndata: {json.dumps(data)}\n\n".encode()
        with self.lock:
            for stream in self.streams:
                stream.send(message)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        """A browser that goes away is no error."""


class _Stream:
    """Whole events only, from two writers, each as an HTTP chunk of its own."""

    def __init__(self, file):
        self.file = file
        self.lock = threading.Lock()

    def send(self, message):
        try:
            with self.lock:
                self.file.write(b"%x\r\n%s\r\n" % (len(message), message))
                self.file.flush()
        except OSError:
            pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gate = None

    def setup(self):
        super().setup()
        with self.gate.lock:
            self.gate.sockets.add(self.connection)

    def finish(self):
        with self.gate.lock:
            self.gate.sockets.discard(self.connection)
        super().finish()

    def log_message(self, *_):
        """The tests say what went wrong."""

    def forward(self):
        is_stream = self.path.startswith("/api/v1/events")
        if is_stream and self.gate.events_refused:
            self.send_error(503)
            return
        service = self.gate.service
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        if "Origin" in headers:
            headers["Origin"] = f"{service.scheme}://{service.netloc}"
        upstream = http.client.HTTPConnection(service.hostname, service.port, timeout=TIMEOUT)
        upstream.request(self.command, self.path, body or None, headers)
        response = upstream.getresponse()
        self.send_response_only(response.status)
        for name, value in response.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        if is_stream and response.status == 200:
            self.stream(response)
        else:
            content = response.read()
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
        upstream.close()

    def stream(self, response):
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.close_connection = True
        stream = _Stream(self.wfile)
        with self.gate.lock:
            self.gate.streams.add(stream)
        try:
            event = b""
            while line := response.readline():
                event += line
                if line in (b"\n", b"\r\n"):
                    stream.send(event)
                    event = b""
                if self.connection.fileno() < 0:
                    break
        except OSError:
            pass
        finally:
            with self.gate.lock:
                self.gate.streams.discard(stream)

    do_GET = do_POST = do_DELETE = do_HEAD = forward
