"""What a unit sends is text, whatever it looks like; and the page is what was built."""

from pathlib import Path

WEB = Path(__file__).parents[2] / "Sources/CDashboard/web"
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
TIME = "2026-01-01T00:00:00.000+00:00"


def test_hostile_text_stays_text(bench, gate, service):
    port = service.get("/ports")["ports"][0]
    bib = service.get("/bibs")["bibs"][0]
    run = {
        "executionId": "0" * 26, "bibId": bib["bibId"], "uutId": HOSTILE, "boardId": port["boardId"], "portName": HOSTILE,
        "ports": [port["id"]], "verdict": "FAIL", "unitSerial": HOSTILE, "requestedAt": TIME, "startTime": TIME, "endTime": TIME,
        "durationMs": 1, "duration": 1, "stepsDone": 1, "stepCount": 1, "explanation": HOSTILE, "planHash": "0", "origin": "api",
    }
    line = {
        "time": TIME, "elapsedMs": 1, "level": "INFO", "bibId": bib["bibId"], "uutId": HOSTILE, "executionId": "0" * 26,
        "phase": "TEST", "step": HOSTILE, "direction": "RX", "text": HOSTILE,
    }
    gate.inject("LogMessage", {"lines": [line]})
    gate.inject("PortStatusChanged", {**port, "portName": HOSTILE, "product": HOSTILE, "status": "error", "lastError": HOSTILE})
    gate.inject("ExecutionCompleted", run)
    bench.fill("input[type=search]", "onerror")
    bench.wait_for_selector(f".log-text:text-is('{HOSTILE}')")
    bench.wait_for_selector(f".why:text-is('{HOSTILE}')")
    assert bench.evaluate("window.hacked") is None
    assert bench.locator("#app script").count() == 0
    assert bench.locator("#app img:not(.brand img)").count() == 0


def test_nothing_is_asked_of_another_host(bench, gate):
    asked = bench.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).origin)")
    assert set(asked) == {gate.url}


def test_the_policy_forbids_what_is_not_ours(service):
    headers, _ = service.fetch("/")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_files_served_are_the_files_of_the_sources(service):
    files = [file for file in WEB.rglob("*") if file.is_file() and file.name != "missing.html"]
    assert len(files) > 20
    for file in files:
        _, content = service.fetch(f"/{file.relative_to(WEB)}")
        assert content == file.read_bytes(), f"{file} is not what the service was built with, or assets.c lacks it"


def test_every_module_is_loaded_ahead(service):
    _, page = service.fetch("/")
    modules = {f"/{file.relative_to(WEB)}" for file in (WEB / "js").rglob("*.js")} - {"/js/worker.js"}
    assert {module for module in modules if f'href="{module}"' not in page.decode()} == set()
