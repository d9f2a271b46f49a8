"""udev_client.py TTY...: a plain client of libudev that knows nothing of the rig.

Tells on standard output, a line each: `ready`; every tty and USB device that udev tells of, `add ttyUSB0 FT7X 00 ok`, with
what opening its node gave at that moment; `hangup TTY` for each of the given ttys, which it has open; `openable ttyUSB0`
when a node can be opened that could not; `overflow` when Linux has dropped events. Ends with its standard input.
"""

import ctypes
import errno
import os
import select
import sys

udev = ctypes.CDLL("libudev.so.1", use_errno=True)
for name in ("udev_new", "udev_monitor_new_from_netlink", "udev_monitor_receive_device"):
    getattr(udev, name).restype = ctypes.c_void_p
for name in ("udev_device_get_action", "udev_device_get_sysname", "udev_device_get_property_value"):
    getattr(udev, name).restype = ctypes.c_char_p


def tell(*words):
    print(*words, flush=True)


def opened(path):
    """What opening a node gives: a descriptor, or the name of the error."""
    try:
        return os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError as error:
        return errno.errorcode[error.errno]


context = ctypes.c_void_p(udev.udev_new())
monitor = ctypes.c_void_p(udev.udev_monitor_new_from_netlink(context, b"udev"))
for subsystem, kind in ((b"tty", None), (b"usb", b"usb_device")):
    udev.udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem, kind)
udev.udev_monitor_enable_receiving(monitor)
lines = {os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK): path for path in sys.argv[1:]}
waiting = []
socket = udev.udev_monitor_get_fd(monitor)
poller = select.poll()
hangups = select.poll()
for descriptor in [socket, 0, *lines]:
    poller.register(descriptor, select.POLLIN)
for descriptor in lines:
    hangups.register(descriptor, 0)
tell("ready")


def text(value):
    return value.decode() if value else "-"


def receive():
    ctypes.set_errno(0)
    device = udev.udev_monitor_receive_device(monitor)
    if not device:
        if ctypes.get_errno() == errno.ENOBUFS:
            tell("overflow")
        return
    device = ctypes.c_void_p(device)
    action, name = text(udev.udev_device_get_action(device)), text(udev.udev_device_get_sysname(device))
    serial = text(udev.udev_device_get_property_value(device, b"ID_SERIAL_SHORT"))
    interface = text(udev.udev_device_get_property_value(device, b"ID_USB_INTERFACE_NUM"))
    if not name.startswith("tty"):
        if action in ("add", "remove"):
            tell(action, name)
    elif action == "add":
        descriptor = opened(f"/dev/{name}")
        if isinstance(descriptor, int):
            os.close(descriptor)
            tell(action, name, serial, interface, "ok")
        else:
            waiting.append(f"/dev/{name}")
            tell(action, name, serial, interface, descriptor)
    elif action == "remove":
        tell(action, name, serial, interface)
    udev.udev_device_unref(device)


while True:
    ready = [descriptor for descriptor, events in poller.poll(10 if waiting else None)]
    # A line that hung up before the news came is told before them, also where both came at the same moment.
    for descriptor, events in hangups.poll(0):
        poller.unregister(descriptor)
        hangups.unregister(descriptor)
        tell("hangup", lines[descriptor])
    if 0 in ready:
        sys.exit()
    if socket in ready:
        receive()
    for path in list(waiting):
        descriptor = opened(path)
        if isinstance(descriptor, int):
            os.close(descriptor)
            waiting.remove(path)
            tell("openable", os.path.basename(path))
