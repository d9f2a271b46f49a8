"""Asks a bench's panel over HTTP: panel_client.py HOST:PORT BOARD. Says what it sees before and after the plug is pulled."""

import json
import sys
import urllib.request

address, board = sys.argv[1:]


def ask(request):
    asked = urllib.request.Request(
        f"http://{address}/bench/control", json.dumps(request).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=30) as reply:
        return json.load(reply)["boards"]


print(f"plugged in: {ask({'do': 'boards'})[0]['plugged']}")
state = ask({"do": "unplug", "board": board})[0]
print(f"plugged in: {state['plugged']}")
print(f"ttys: {sum('tty' in port for port in state['ports'])}")
