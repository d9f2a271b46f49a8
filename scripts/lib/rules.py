#!/usr/bin/env python3
"""rules.py: holds the sources against the house rules that no compiler knows, and prints `file:line: what` for each breach.

Works on the files that git has or would take; exits 1 where there is a breach.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

# Which modules a target may import: its floor in the house. Downwards only, and everything may see the ground: RigModel,
# the shared words, Locking, the one lock, and Threads of one's own. A table and not the manifest's word, so that a new edge is a decision:
# change it here and in the design.
#
# Three edges go beyond the first drawing, each for its reason:
#   SerialIO -> RigModel    line settings are part of a plan;
#   Station -> Crypto       the hash of a plan is handed to those who must not know of hashes;
#   PTYBoard, World -> SerialIO   boards hang on the same reactor as ports.
FLOORS = {
    # The rig.
    "RigModel": "",
    "Locking": "",
    "Threads": "CLinux Locking",
    "Expressions": "",
    "Patterns": "CPCRE2",
    "StrictYAML": "Yams",
    "SerialIO": "CLinux",
    "PortDiscovery": "CLinux CUdev Patterns SerialIO",
    "PortPool": "",
    "Plans": "Expressions FoundationXML Patterns StrictYAML",
    "Execution": "Expressions Patterns PortPool SerialIO",
    "History": "GRDB Logging",
    "RunLogs": "CLinux Crypto Logging",
    "Telemetry": "Logging",
    "Alerts": "AsyncHTTPClient Logging NIOCore NIOHTTP1",
    "Analytics": "",
    "Dashboard": "CDashboard Crypto HTTPTypes Hummingbird Logging NIOCore NIOHTTP1 ServiceLifecycle",
    "Station": "CLinux Crypto Logging ServiceLifecycle UnixSignals"
    " Alerts Analytics Dashboard Execution History Patterns Plans PortDiscovery PortPool RunLogs SerialIO StrictYAML"
    " Telemetry",
    "APIClient": "AsyncHTTPClient NIOCore NIOHTTP1",
    "portpool": "APIClient ArgumentParser CLinux Logging Station UnixSignals",
    # Measures every floor, so it sees them all.
    "benchmarks": "CFloor CLinux Dashboard Execution History Patterns Plans PortDiscovery PortPool RunLogs SerialIO"
    " Station Logging BoardModel PTYBoard World",
    # The simulator, which the rig knows nothing of.
    "BoardModel": "Patterns StrictYAML",
    "PTYBoard": "BoardModel CLinux SerialIO",
    "Recording": "BoardModel CLinux Crypto SerialIO",
    "World": "BoardModel CLinux CPanel FTDIChip PTYBoard SerialIO StrictYAML",
    # Drives the service as anybody does, by its API, and reads the plans that it tries.
    "Campaign": "APIClient BoardModel Patterns Plans Recording StrictYAML World",
    "FTDIChip": "",
    "USBLink": "FTDIChip",
    "ChipBoard": "BoardModel CLinux FTDIChip PTYBoard SerialIO USBLink",
    "ChipBench": "BoardModel CLinux ChipBoard FTDIChip PTYBoard SerialIO USBLink World",
    "uutsim": "ArgumentParser BoardModel Campaign CLinux ChipBench PTYBoard Recording SerialIO StrictYAML World",
}
GROUND = {"Locking", "RigModel", "Threads"}
# The language's own and the system's.
SYSTEM = {"Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Swift", "Synchronization"}
# Values only: nothing there can do I/O.
PURE = {"RigModel": {"Swift"}}
# They speak to a person on their standard output.
PROGRAMS = {"portpool", "uutsim", "benchmarks"}

TOP_LEVEL = {
    ".ci", ".gitignore", ".swift-format", "Fixtures", "Package.resolved", "Package.swift", "README.md",
    "Simulator", "Sources", "Tests", "scripts",
}
LONGEST_FILE = 300

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|typealias|actor|let|var)\s+)?(\w+)"
)
# What stands in a string is no code. Raw strings and texts of several lines come first.
NO_CODE = re.compile(
    r'(?P<hashes>#+)"""[\s\S]*?"""(?P=hashes)|(?P<raw>#+)"[^\n]*?"(?P=raw)|"""(?:\\.|[\s\S])*?"""|"(?:\\.|[^"\\\n])*"'
    r"|/\*[\s\S]*?\*/|//[^\n]*"
)
FORBIDDEN = [
    (re.compile(r"\btry!"), "try! ends the service where an error could be told; use try or do/catch"),
    (re.compile(r"\bas!"), "as! ends the service where a type is another; use as?"),
]
NEEDS_REASON = re.compile(r"@unchecked\s+Sendable|\bnonisolated\(unsafe\)")
PRINT = re.compile(r"(?<![.\w])(?:debugPrint|print|dump)\(")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
LOOSE_TASK = re.compile(r"(?<![.\w])Task(?:\.detached|\.immediate)?(?:\s*\([^()]*\))?\s*\{")
# Written so that this file does not breach it.
ONE_MACHINE = re.compile(r"(?<![\w.])/(?:" + "work|root|home|Users" + r")/[A-Za-z0-9_.-]+|/opt" + r"/swift\b")
SAMPLE_PATHS = re.compile(r"/home/(?:a|b|rig|user)$")
FOREIGN_SCRIPT = re.compile(r"\.min\.(?:js|css)$|(?:^|/)(?:preact|htm|uplot|react|d3)[\w.-]*\.(?:js|mjs|css)$", re.IGNORECASE)


def breach(path, line, what):
    return f"{path}:{line}: {what}"


def files():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True, check=True)
    names = {name for name in listed.stdout.decode().split("\0") if name}
    return sorted(Path(name) for name in names if Path(name).is_file())


def code_only(text):
    """The text with comments and strings blanked out; lines stay where they are."""
    return NO_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def target_of(path):
    folders = path.parts
    return folders[1] if len(folders) > 2 and folders[0] in ("Sources", "Simulator") else None


def check_imports(path, code):
    target = target_of(path)
    if target is None:
        return
    if target not in FLOORS:
        yield breach(path, 1, f"target {target} has no floor yet; give it one in FLOORS of scripts/lib/rules.py")
        return
    ground = GROUND if target not in GROUND else set()
    allowed = ground | set(FLOORS[target].split()) | PURE.get(target, SYSTEM)
    for number, line in enumerate(code.split("\n"), 1):
        found = IMPORT.match(line)
        if found and found[1] not in allowed and found[1] != target:
            yield breach(path, number, f"{target} may not import {found[1]} (FLOORS in scripts/lib/rules.py)")


def check_swift(path, text, code):
    target = target_of(path)
    is_test = path.parts[0] == "Tests"
    lines, originals = code.split("\n"), text.split("\n")
    for number, line in enumerate(lines, 1):
        for pattern, what in FORBIDDEN:
            if pattern.search(line):
                yield breach(path, number, what)
        # Code that is commented away left its blanks; a reason is a comment that says more than nothing.
        if NEEDS_REASON.search(line) and not is_test:
            around = originals[max(0, number - 4):number]
            if not any(re.search(r"//+\s*\w", other) for other in around):
                yield breach(path, number, f"{NEEDS_REASON.search(line)[0]} needs its reason in a comment above it")
        if target and target not in PROGRAMS and PRINT.search(line):
            yield breach(path, number, "print is for the programs' output; log it, throw it or return it")
        if target and target != "Station" and LOOSE_TASK.search(line):
            yield breach(path, number, "a Task without a group that waits for it; only Station may start one")
    if len(originals) - 1 > LONGEST_FILE:
        yield breach(path, LONGEST_FILE, f"{len(originals) - 1} lines; split it by aspect, {LONGEST_FILE} at most")


def check_text(path, text):
    for number, line in enumerate(text.split("\n"), 1):
        if UNFINISHED.search(line) and path.suffix in (".swift", ".c", ".h", ".js"):
            yield breach(path, number, f"{UNFINISHED.search(line)[0]}: finish it, or leave it out")
        found = ONE_MACHINE.search(line)
        if found and not SAMPLE_PATHS.search(found[0]):
            yield breach(path, number, f"{found[0]} is a path of one machine")


def check_top_level(paths):
    for name in sorted({path.parts[0] for path in paths} - TOP_LEVEL):
        yield breach(name, 1, "is no top-level file or folder of this project; TOP_LEVEL in scripts/lib/rules.py")


def check_place(path):
    if "vendor" in path.parts or FOREIGN_SCRIPT.search(str(path)):
        yield breach(path, 1, "files of others are fetched by scripts/setup-web, pinned by hash, never committed")


def check_manifest():
    """Warnings are errors in every target of ours that has code."""
    dump = subprocess.run(["swift", "package", "dump-package"], capture_output=True, text=True)
    if dump.returncode != 0:
        # What SwiftPM has to say of the whole of it is longer than the reason.
        reason = next((line for line in dump.stderr.splitlines() if "error" in line), dump.stderr.strip())
        yield breach("Package.swift", 1, reason)
        return
    for target in json.loads(dump.stdout)["targets"]:
        if target["type"] not in ("system", "plugin", "binary"):
            kinds = [setting["kind"].get("treatAllWarnings", {}).get("_0") for setting in target.get("settings", [])]
            if "error" not in kinds:
                yield breach(
                    "Package.swift", line_of_target(target["name"]),
                    f"target {target['name']} lacks .treatAllWarnings(as: .error)")


def line_of_target(name):
    manifest = Path("Package.swift").read_text(encoding="utf-8").split("\n")
    stem = name.removesuffix("Tests")
    for number, line in enumerate(manifest, 1):
        is_product = "targets: [" in line
        if not is_product and (f'"{name}",' in line or f'"{name}")' in line or f'tests("{stem}"' in line):
            return number
    return 1


def breaches():
    paths = files()
    yield from check_top_level(paths)
    for path in paths:
        yield from check_place(path)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            # A picture, or bad input for a test.
            continue
        yield from check_text(path, text)
        if path.suffix == ".swift":
            code = code_only(text)
            yield from check_imports(path, code)
            yield from check_swift(path, text, code)
    yield from check_manifest()


if __name__ == "__main__":
    found = list(breaches())
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)
