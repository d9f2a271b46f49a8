"""Asks for the panel behind what the service does not answer to its end: HOST:PORT SOCKET. The service is here too."""

import socket
import sys

address, path = sys.argv[1], sys.argv[2]
GET = "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PANEL = GET.format("/bench/faults")
REFUSED = PANEL.replace("GET", "POST", 1).replace("Host", "Content-Length: -1\r\nHost")
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"

listener = socket.socket(socket.AF_UNIX)
listener.bind(path)
listener.listen()


def heard(connection, end=None):
    """All that comes, up to the end of the stream, or of these bytes."""
    all = b""
    while end is None or end not in all:
        piece = connection.recv(65536)
        if not piece:
            break
        all += piece
    return all


def behind(requests, said, then=lambda client, service: None):
    """Sends requests of which the service takes one and says this much of its answer. Returns what the client hears then."""
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), timeout=60) as client:
        client.sendall("".join(requests).encode())
        service, _ = listener.accept()
        with service:
            service.settimeout(60)
            heard(service, b"\r\n\r\n")
            service.sendall(said.encode())
            # Whoever speaks next may have done so already.
            early = heard(client, said.encode()).removeprefix(said.encode())
            then(client, service)
            return early if client.fileno() < 0 else early + heard(client)


def told(what, text):
    lines = text.decode().split("\r\n")
    print(what, lines[0] or "cut off", *(line for line in lines if line.startswith("Connection:")))


def leave(client, service):
    """The client goes, and the service, which has nothing to say, is told so."""
    client.close()
    print("the service", "is told" if heard(service) == b"" else "hears more")


def die(client, service):
    service.close()


if sys.argv[3] == "late":
    told("silent:", behind([GET.format("/slow"), PANEL], ""))
    told("silent, refused:", behind([GET.format("/slow"), REFUSED], ""))
    told("events:", behind([GET.format("/events"), PANEL], HEAD + "\r\ndata: 1\n\n"))
    told("chunks:", behind([GET.format("/events"), PANEL], HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"))
else:
    behind([GET.format("/slow"), PANEL], "", leave)
    behind([GET.format("/events"), PANEL], HEAD + "\r\ndata: 1\n\n", leave)
    told("dead:", behind([GET.format("/events"), PANEL], HEAD + "Content-Length: 9\r\n\r\n1234", die))
    closing = PANEL.replace("Host", "Connection: TE, Close\r\nHost")
    answer = HEAD + "Content-Length: 0\r\n\r\n"
    coded = HEAD + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
    # What follows is never read, and loses nobody the answer.
    told("closing:", behind([GET.format("/x"), closing, "x" * 200_000], answer))
    told("coded:", behind([GET.format("/x"), closing], coded))
