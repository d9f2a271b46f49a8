"""A program with a socket of its own beside a folder that uutsim is asked for: `stranger.py FOLDER UUTSIM` prints uutsim's
exit status and words, and whether uutsim has knocked at that socket."""

import os
import socket
import subprocess
import sys

folder, uutsim = sys.argv[1:]
os.mkdir(f"{folder}/stranger")
listener = socket.socket(socket.AF_UNIX)
listener.bind(f"{folder}/stranger/control.sock")
listener.listen()
listener.setblocking(False)
asked = subprocess.run([uutsim, "boards", "--world", f"{folder}/nothing"], capture_output=True, text=True, timeout=30)
try:
    listener.accept()
    print("knocked")
except BlockingIOError:
    print("left alone")
print(asked.returncode, asked.stderr, end="")
