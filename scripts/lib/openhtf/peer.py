"""OpenHTF's runs of the unit of the benchmarks: a phase for each step on a serial line, and a record for each run.

    peer.py LINE

For each number of seconds on standard input it tests the unit for so long, and prints the runs per second and the
milliseconds of processor time of one run.
"""

import re
import sys
import tempfile
import time

import openhtf
import serial
from openhtf.output.callbacks import json_factory
from openhtf.plugs import BasePlug
from openhtf.util import console_output

ANSWER = re.compile(r"^(?P<volts>[-+0-9.E]+),OK,")


class Line(BasePlug):
    """The unit's serial line, opened and closed by each run."""

    def __init__(self):
        self.port = serial.Serial(sys.argv[1], 115200, timeout=5)

    def ask(self, command):
        self.port.write(command)
        return self.port.read_until(b"\n").decode()

    def tearDown(self):
        self.port.close()


def step(name):
    """A phase that sends, matches the answer, and measures within limits."""

    @openhtf.PhaseOptions(name=name)
    @openhtf.measures(openhtf.Measurement("volts").in_range(1, 1.5).with_units("V"))
    @openhtf.plugs.plug(line=Line)
    def phase(test, line):
        test.measurements.volts = float(ANSWER.match(line.ask(b"MEAS:VOLT:DC? 1\n")).group("volts"))

    return phase


def main():
    console_output.CLI_QUIET = True
    with tempfile.TemporaryDirectory() as folder:
        test = openhtf.Test(
            openhtf.PhaseGroup(
                setup=[step("start")], main=[step(f"measure_{n}") for n in range(1, 5)], teardown=[step("stop")]
            ),
            test_name="unit",
        )
        test.add_output_callbacks(json_factory.OutputToJSON(folder + "/{dut_id}.{start_time_millis}.json"))
        for line in sys.stdin:
            print(*measure(test, float(line)), flush=True)


def measure(test, seconds):
    count, began, busy = 0, time.monotonic(), time.process_time()
    while time.monotonic() - began < seconds:
        if not test.execute(test_start=lambda: "unit"):
            sys.exit("a run did not pass")
        count += 1
    return count / (time.monotonic() - began), (time.process_time() - busy) / count * 1000


if __name__ == "__main__":
    main()
