#!/usr/bin/env python3
"""prove.py ADDRESS LOGS --seconds N BIB...: waits for the proof that a running service does its work.

Of each BIB: a run that passed, in the API; that very run in the log tree, sealed with PASS and whole; the unit's link
in latest/ leading to that run; and the unit's tile on the page, with PASS; and runs that go on. Prints a line for each, exits 0 when all are
proven, else prints what is missing and exits 1.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

from browser import Browser, BrowserError


class NotYet(Exception):
    """What is still missing."""


class Service:
    """The API."""

    def __init__(self, address):
        self.address = address

    def get(self, path, **query):
        address = f"{self.address}/api/v1/{path}"
        if query:
            address += "?" + urllib.parse.urlencode(query)
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise NotYet(f"GET {address} answers {error.code}: {error.read(300).decode(errors='replace')}") from None
        except OSError as error:
            raise NotYet(f"GET {address}: {error}") from None


def passed_run(service, bib):
    """The newest run of a BIB, where it passed."""
    runs = service.get("executions", bib=bib, limit=20)["recent"]
    mine = [run for run in runs if run["bibId"] == bib]
    for run in mine:
        if run["verdict"] == "PASS":
            return run
    seen = ", ".join(f"{run['uutId']} {run['verdict']} ({run['explanation']})" for run in mine[:3])
    raise NotYet(f"no run of {bib} has passed; the last: {seen or 'none'}")


def check_stored(service, run):
    """The store has the whole run, every step of it."""
    details = service.get(f"executions/{run['executionId']}")
    if details["state"] != "completed" or details["result"]["verdict"] != "PASS":
        raise NotYet(f"{run['executionId']} is not a passed run in the store: {details['state']}")
    if not details["steps"]:
        raise NotYet(f"{run['executionId']} has no steps in the store")
    return len(details["steps"])


def seal_of(path):
    """Execution and verdict of a run's log, after a recount of what its seal says."""
    with open(path, "rb") as file:
        content = file.read()
    head, separator, footer = content.rpartition(b"\n#\n# verdict ")
    if not separator:
        raise NotYet(f"{path} has no footer")
    above = head + b"\n"
    verdict = footer.split(b"\n")[0].decode().strip()
    sealed = re.search(rb"^# sealed +(\d+) lines, (\d+) bytes above, sha256 ([0-9a-f]{64})$", footer, re.MULTILINE)
    execution = re.search(rb"^# execution +(\S+)$", above, re.MULTILINE)
    if not sealed or not execution:
        raise NotYet(f"{path} has no seal or no header")
    found = (above.count(b"\n"), len(above), hashlib.sha256(above).hexdigest())
    if found != (int(sealed[1]), int(sealed[2]), sealed[3].decode()):
        raise NotYet(f"{path}: the seal is not that of its content: {found}")
    return execution[1].decode(), verdict


def check_logged(service, run, logs):
    """The run's file, by the API's word for where it is, and the unit's link to it."""
    bib, unit, execution = run["bibId"], run["uutId"], run["executionId"]
    link = os.path.join(logs, f"BIB_{bib}", "latest", f"{unit}_current.log")
    try:
        current = os.path.realpath(link, strict=True)
        logged = service.get(f"logs/{bib}/{unit}")["runs"]
        path = next((entry["path"] for entry in logged if entry["executionId"] == execution), None)
        if path is None:
            raise NotYet(f"the API knows no log of {execution}")
        path = os.path.join(logs, path)
        if seal_of(path) != (execution, "PASS"):
            raise NotYet(f"{path} is sealed with {seal_of(path)}, not with {(execution, 'PASS')}")
    except OSError as error:
        raise NotYet(str(error)) from None
    # Of a run that ended in between, the next look will be in time.
    if current != os.path.realpath(path):
        raise NotYet(f"{link} leads to {current}, not to {path}")
    return os.path.relpath(path, logs)


def check_page(browser, run):
    """The unit's tile, as a person finds it: its name, and PASS in big letters when no run goes on."""
    bib, unit = json.dumps(run["bibId"]), json.dumps(run["uutId"])
    tile = browser.evaluate(
        "(() => { const tile = [...document.querySelectorAll('article[data-uut]')].find((one) =>"
        f" one.dataset.bib === {bib} && one.dataset.uut === {unit});"
        " return tile ? [tile.dataset.verdict ?? '', tile.innerText] : null; })()")
    if tile is None:
        raise NotYet(f"the page shows no tile of {run['uutId']}: {browser.evaluate('document.body.innerText')[:200]!r}")
    verdict, text = tile
    if verdict != "PASS" or "PASS" not in text:
        raise NotYet(f"the page shows {run['uutId']} with {verdict or 'no verdict'}: {text[:120]!r}")


def check_goes_on(service, bib):
    """A unit that was run again after it was run: the loop is one."""
    runs = service.get("executions", bib=bib, limit=20)
    ended = [run["uutId"] for run in runs["recent"] if run["bibId"] == bib]
    begun = [run["uutId"] for run in runs["active"] if run["bibId"] == bib]
    for unit in ended:
        times = (ended + begun).count(unit)
        if times > 1:
            return unit, times
    raise NotYet(f"no unit of {bib} was run a second time: the loop does not go on")


def prove(service, browser, bib, logs):
    run = passed_run(service, bib)
    steps = check_stored(service, run)
    path = check_logged(service, run, logs)
    check_page(browser, run)
    unit, times = check_goes_on(service, bib)
    return [
        f"{bib}: {run['uutId']} passed in {run['durationMs'] / 1000:.1f} s, {steps} steps in the store"
        f" ({run['executionId']})",
        f"{bib}: sealed with PASS, whole, and the latest: {path}",
        f"{bib}: on the page with PASS",
        f"{bib}: goes on, {unit} was run {times} times so far",
    ]


def wait_for(action, deadline):
    while True:
        try:
            return action()
        except NotYet:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.2)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("logs")
    parser.add_argument("bibs", nargs="+")
    parser.add_argument("--seconds", type=float, required=True)
    arguments = parser.parse_args()
    deadline = time.monotonic() + arguments.seconds
    service = Service(arguments.address)
    missing = []
    try:
        with Browser() as browser:
            browser.open(arguments.address)
            for bib in arguments.bibs:
                try:
                    found = wait_for(lambda bib=bib: prove(service, browser, bib, arguments.logs), deadline)
                    print("\n".join("ok       " + line for line in found), flush=True)
                except NotYet as reason:
                    missing.append(f"{bib}: {reason}")
    except BrowserError as error:
        missing.append(f"the page: {error}")
    for line in missing:
        print("MISSING  " + line)
    return 1 if missing else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
