"""Asks a control socket as careless callers do: PATH. Prints the verbs or the error of each answer."""

import json
import socket
import sys


def ask(request):
    """Sends it as it is, ends its own side, and reads to the end."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(30)
        caller.connect(sys.argv[1])
        caller.sendall(request)
        caller.shutdown(socket.SHUT_WR)
        answers = b""
        while piece := caller.recv(65536):
            answers += piece
    return [json.loads(line) for line in answers.splitlines()]


def show(request):
    print([answer.get("error") or answer["note"] for answer in ask(request)])


show(b'{"do":"boards"}\n')
show(b'{"do":"boards"}')
show(b'{"do":"boards"}\n{"do":"stop"}')
show(b'{"do":"stop"')
show(b"")
# What a socket takes at once, and what it does not.
show(b"x" * 65_537)
show(b"x" * 2_000_000)
show(b" " * 65_521 + b'{"do":"boards"}\n')
