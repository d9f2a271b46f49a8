"""serial_client.py TTY: pyserial's own behaviour on an echo board, a line for each thing that it is asked for."""

import sys
import time

import serial

path = sys.argv[1]


def tell(what, *values):
    print(what, *values, flush=True)


with serial.Serial(path, 115200, timeout=10) as port:
    port.write(b"hello\n")
    tell("line", port.readline())
    port.write(bytes(range(256)))
    tell("bytes", port.read(256) == bytes(range(256)))
    port.write(b"x" * 20_000)
    tell("many", len(port.read(20_000)))
    for rate in (300, 9600, 230_400, 250_000, 1_234_567, 3_000_000):
        port.baudrate = rate
        port.write(b"rate\n")
        tell("rate", rate, port.readline())
    port.timeout = 0.2
    begin = time.monotonic()
    nothing = port.read(1)
    tell("timeout", nothing, time.monotonic() - begin >= 0.19)
    port.timeout = 0
    tell("at once", port.read(1))
    port.timeout = 10
    port.write(b"left over")
    while port.in_waiting < 9:
        time.sleep(0.005)
    port.reset_input_buffer()
    tell("flushed", port.in_waiting)

with serial.Serial(path, timeout=10) as port:
    port.write(b"again\n")
    tell("again", port.readline())

with serial.Serial(path, timeout=10, exclusive=True) as port:
    try:
        serial.Serial(path, exclusive=True).close()
        tell("exclusive", "was opened twice")
    except serial.SerialException as error:
        tell("exclusive", "Could not exclusively lock port" in str(error))
    port.write(b"mine\n")
    tell("mine", port.readline())
serial.Serial(path, exclusive=True).close()
tell("free again")
