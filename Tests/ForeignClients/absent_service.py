"""A published port whose service is not there, or says nothing: HOST:PORT SOCKET. Prints what a browser would be told."""

import http.client
import json
import socket
import sys
import threading

host, path = sys.argv[1], sys.argv[2]


def ask(method, target, body=None, **headers):
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request(method, target, body, headers)
    reply = connection.getresponse()
    text = reply.read().decode()
    connection.close()
    return reply, text


reply, text = ask("GET", "/")
print(reply.status, reply.getheader("Retry-After"), reply.getheader("Content-Type"), text.split(" at ")[0])

# The panel needs no service; a body that it cannot take is refused even so, though it is sent to its end.
print(ask("GET", "/bench")[0].status)
reply, text = ask("POST", "/bench/control", b" " * 1_000_000, **{"Content-Type": "application/json"})
print(reply.status, reply.getheader("Content-Type"), json.loads(text)["error"])


def hang_up(listener):
    connection, _ = listener.accept()
    connection.recv(65536)
    connection.close()


with socket.socket(socket.AF_UNIX) as listener:
    listener.bind(path)
    listener.listen()
    service = threading.Thread(target=hang_up, args=(listener,), daemon=True)
    service.start()
    reply, text = ask("GET", "/")
    service.join(30)
print(reply.status, text.split(";")[0])
