"""Claims a port for itself alone and leaves it, again and again, while others come and go: PORT. Then looks whether the
port is free again, as an adapter's would be."""

import errno
import fcntl
import os
import signal
import sys
import termios
import time

VISITORS, CLAIMS, PATIENCE = 3, 200, 20
port = sys.argv[1]


def opened():
    """A descriptor, or None where another has the port for itself."""
    try:
        return os.open(port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError as error:
        # EACCES: the board looks who is there.
        if error.errno not in (errno.EBUSY, errno.EACCES):
            raise
        return None


def visit():
    while True:
        descriptor = opened()
        if descriptor is not None:
            os.close(descriptor)


def claim():
    end, claims = time.monotonic() + PATIENCE, 0
    while claims < CLAIMS and time.monotonic() < end:
        descriptor = opened()
        if descriptor is not None:
            fcntl.ioctl(descriptor, termios.TIOCEXCL)
            os.close(descriptor)
            claims += 1
    return claims


visitors = []
for _ in range(VISITORS):
    visitor = os.fork()
    if visitor == 0:
        visit()
    visitors.append(visitor)
claims = claim()
for visitor in visitors:
    os.kill(visitor, signal.SIGKILL)
    os.waitpid(visitor, 0)

end = time.monotonic() + PATIENCE
descriptor = opened()
while descriptor is None and time.monotonic() < end:
    time.sleep(0.01)
    descriptor = opened()
print("never claimed" if claims == 0 else "locked out" if descriptor is None else "free")
