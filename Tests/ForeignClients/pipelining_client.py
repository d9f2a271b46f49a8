"""Sends requests for the service and the panel of a published port at once: HOST:PORT SOCKET. The service is here too."""

import select
import socket
import sys

host, path = sys.argv[1], sys.argv[2]
GET = "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PANEL = GET.format("/bench/faults")

listener = socket.socket(socket.AF_UNIX)
listener.bind(path)
listener.listen()


def answers(connection):
    """What has come so far, by who has said it, in order, when the stream has ended or both have spoken."""
    said = b""
    while said.count(b"SERVICE-END") + said.count(b'{"faults"') < 2:
        piece = connection.recv(65536)
        if not piece:
            break
        said += piece
    marks = [(said.find(mark), name) for mark, name in ((b"SERVICE-END", "service"), (b'{"faults"', "panel"))]
    return [name for place, name in sorted(marks) if place >= 0]


def pipeline(name, requests, reply, closes=False):
    """The service says the first half of its reply at once, and the rest once the panel would have spoken."""
    address, port = host.split(":")
    with socket.create_connection((address, int(port)), timeout=30) as connection:
        connection.sendall("".join(requests).encode())
        service, _ = listener.accept()
        with service:
            service.settimeout(30)
            heard = b""
            while b"\r\n\r\n" not in heard:
                heard += some(service)
            half = len(reply) // 2
            service.sendall(reply[:half])
            early = b""
            if requests[0] == PANEL:
                # It may speak, however long it takes.
                while b'{"faults"' not in early:
                    early += some(connection)
            else:
                # Whoever would speak too soon has done so when a connection that was made later has its answer.
                while reply[:half] not in early:
                    early += some(connection)
                with socket.create_connection((address, int(port)), timeout=30) as other:
                    other.sendall(PANEL.encode())
                    told = b""
                    while b'{"faults"' not in told:
                        told += some(other)
                while select.select([connection], [], [], 0)[0]:
                    early += some(connection)
            service.sendall(reply[half:])
            if closes:
                service.close()
            order = answers(Prefixed(early, connection))
            print(name, "panel meanwhile" if b'{"faults"' in early else "held back", *order)


def some(connection):
    """The next bytes. The end of the stream is none that is waited for here."""
    piece = connection.recv(65536)
    if not piece:
        raise EOFError("the stream has ended")
    return piece


class Prefixed:
    def __init__(self, early, connection):
        self.early, self.connection = early, connection

    def recv(self, count):
        early, self.early = self.early, b""
        return early or self.connection.recv(count)


body = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nSERVICE-END"
chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n0\r\n\r\n\r\n2;x=y\r\n\r\n\r\n0\r\nETag: SERVICE-END\r\n\r\n"
bare = b"HTTP/1.1 200 OK\r\n\r\nSERVICE-END"
hint = b"HTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\n\r\n" + body
empty = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 900\r\nETag: SERVICE-END\r\n\r\n"
HEAD = GET.format("/slow").replace("GET", "HEAD")
head = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\nETag: SERVICE-END\r\n\r\n"

pipeline("length", [GET.format("/slow"), PANEL], body)
pipeline("chunked", [GET.format("/slow"), PANEL], chunks)
pipeline("interim", [GET.format("/slow"), PANEL], hint)
pipeline("nothing new", [GET.format("/slow"), PANEL], empty)
pipeline("head", [HEAD, PANEL], head)
pipeline("to the end", [GET.format("/slow"), PANEL], bare, closes=True)
pipeline("panel first", [PANEL, GET.format("/slow")], body)
