"""A headless Chromium, driven through its debugging pipe: no driver, no package, no port."""

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
import time

# Of one command to the browser, in seconds; the start of a browser on a busy machine is the longest.
PATIENCE = 30


class BrowserError(Exception):
    """What the browser did not do."""


def pipe():
    """A pipe whose descriptors are none of those that a browser has at its start."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return moved


class Browser:
    """`with Browser() as browser`: a browser with one page; it and its profile are gone afterwards."""

    def __enter__(self):
        self.start()
        try:
            self.find_page()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def start(self):
        program = shutil.which("chromium") or shutil.which("google-chrome")
        if not program:
            raise BrowserError("there is no chromium: run scripts/setup --browser")
        self.profile = tempfile.mkdtemp(prefix="portpool-browser.")
        self.said = open(os.path.join(self.profile, "said"), "w+b")
        commands, self.commands = pipe()
        self.answers, answers = pipe()
        options = [
            "--headless", "--remote-debugging-pipe", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            # The page is our own, and root and containers have no sandbox.
            "--no-sandbox", f"--user-data-dir={self.profile}",
        ]
        # The browser reads commands from descriptor 3 and writes answers to 4.
        redirect = f'exec "$@" 3<&{commands} 4>&{answers}'
        self.process = subprocess.Popen(
            ["bash", "-c", redirect, "bash", program, *options, "about:blank"],
            pass_fds=(commands, answers), stdin=subprocess.DEVNULL, stdout=self.said, stderr=self.said)
        os.close(commands)
        os.close(answers)
        os.set_blocking(self.answers, False)
        self.buffer = b""
        self.last = 0
        self.session = None

    def find_page(self):
        pages = self.command("Target.getTargets")["targetInfos"]
        target = next(page["targetId"] for page in pages if page["type"] == "page")
        self.session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def end(self):
        os.close(self.commands)
        os.close(self.answers)
        # It ends by itself when the pipe does.
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.said.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, address):
        answer = self.command("Page.navigate", url=address)
        if "errorText" in answer:
            raise BrowserError(f"{address}: {answer['errorText']}")

    def evaluate(self, expression):
        """The value of a JavaScript expression in the page, as JSON carries it."""
        answer = self.command("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise BrowserError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def command(self, method, **parameters):
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        try:
            os.write(self.commands, json.dumps(message).encode() + b"\0")
        except BrokenPipeError:
            raise BrowserError(f"the browser ended: {self.last_words()}") from None
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = self.next_message()
            if answer is None:
                time.sleep(0.01)
            elif answer.get("id") == self.last:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                return answer["result"]
        raise BrowserError(f"{method}: no answer in {PATIENCE} s; {self.last_words()}")

    def next_message(self):
        """The next message of the browser; None where there is none yet."""
        if b"\0" not in self.buffer:
            try:
                read = os.read(self.answers, 1 << 16)
            except BlockingIOError:
                return None
            if not read:
                raise BrowserError(f"the browser ended: {self.last_words()}")
            self.buffer += read
        message, separator, rest = self.buffer.partition(b"\0")
        if not separator:
            return None
        self.buffer = rest
        return json.loads(message)

    def last_words(self):
        self.said.seek(0)
        lines = self.said.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"
