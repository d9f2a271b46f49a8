"""The page keeps up, and catches up."""

import shlex
import subprocess

import pytest
from conftest import eventually

LINES = 20_000
BATCH = 256
WATCH_BLOCKS = """
  window.longestBlock = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longestBlock = Math.max(window.longestBlock, entry.duration);
  }).observe({ entryTypes: ['longtask'] });
"""


def lines(count, first=0):
    return [{
        "time": "2026-01-01T00:00:00.000+00:00", "elapsedMs": number, "level": "INFO", "bibId": "flood", "uutId": "flood",
        "executionId": "0" * 26, "phase": "TEST", "step": "flood", "direction": "RX", "text": f"line {number} " + "x" * 80,
    } for number in range(first, first + count)]


def flood(gate):
    for first in range(0, LINES, BATCH):
        gate.inject("LogMessage", {"lines": lines(min(BATCH, LINES - first), first)})


def test_a_burst_of_lines_does_not_freeze_the_page(bench, gate, record_property):
    bench.evaluate(WATCH_BLOCKS)
    bench.fill("input[type=search]", "line ")
    flood(gate)
    bench.wait_for_selector(f".log-text:has-text('line {LINES - 1} ')", timeout=30_000)
    longest = bench.evaluate("window.longestBlock")
    record_property("longest block", longest)
    print(f"longest block of the main thread: {longest:.0f} ms")
    assert longest < 500
    assert bench.locator(".log-row").count() < 100


def test_a_paused_log_stands_still_and_counts(bench, gate):
    bench.fill("input[type=search]", "line ")
    bench.click("button:has-text('Pause')")
    gate.inject("LogMessage", {"lines": lines(7)})
    bench.wait_for_selector("[data-test=waiting]:text-is('7 new')")
    assert bench.locator(".log-row").count() == 0
    bench.click("button:has-text('Resume')")
    bench.wait_for_selector(".log-text:has-text('line 6 ')")


def test_filters_survive_a_reload(bench, gate):
    gate.inject("LogMessage", {"lines": lines(3)})
    bench.fill("input[type=search]", "line 2")
    bench.wait_for_url("**line+2")
    bench.reload()
    bench.wait_for_selector('[data-test=link][data-state=live]')
    assert bench.input_value("input[type=search]") == "line 2"


def ports_agree(page, service):
    expected = {port["id"]: port["status"] for port in service.get("/ports")["ports"]}
    shown = page.eval_on_selector_all("[data-port]", "tiles => tiles.map(t => [t.dataset.port, t.dataset.status])")
    assert dict(shown) == expected


def test_a_cut_is_shown_and_mended(bench, gate, service):
    gate.shut()
    bench.wait_for_selector('[data-test=link]:not([data-state=live])')
    bench.wait_for_selector(".banner:has-text('cut')")
    gate.open()
    bench.wait_for_selector('[data-test=link][data-state=live]', timeout=30_000)
    eventually(lambda: ports_agree(bench, service))
    bench.complaints.clear()


def test_without_a_stream_the_page_polls(bench, gate, service):
    gate.events_refused = True
    gate.cut()
    bench.wait_for_selector('[data-test=link][data-state=polling]', timeout=30_000)
    eventually(lambda: ports_agree(bench, service), 30)
    gate.events_refused = False
    bench.wait_for_selector('[data-test=link][data-state=live]', timeout=30_000)
    bench.complaints.clear()


def test_a_gap_makes_the_page_read_anew(bench, gate, service):
    port = service.get("/ports")["ports"][0]
    gate.inject("PortStatusChanged", {**port, "id": "NOT-THERE", "portName": "/dev/nothing"})
    bench.wait_for_selector("[data-port=NOT-THERE]")
    gate.inject("gap", {"dropped": 12})
    bench.wait_for_selector("[data-port=NOT-THERE]", state="detached")


def test_the_pace_can_be_chosen(bench, service):
    bench.select_option(".pace select", "1")
    bench.wait_for_selector('[data-test=link][data-state=polling]')
    eventually(lambda: ports_agree(bench, service))
    bench.select_option(".pace select", "0")
    bench.wait_for_selector('[data-test=link][data-state=live]')


def test_ten_tabs_share_one_stream(context, gate):
    tabs = [context.new_page() for _ in range(10)]
    for tab in tabs:
        tab.goto(gate.url)
    for tab in tabs:
        tab.wait_for_selector('[data-test=link][data-state=live]')
        tab.fill("input[type=search]", "line 0 ")
    assert len(gate.streams) == 1
    gate.inject("LogMessage", {"lines": lines(1)})
    for tab in tabs:
        tab.wait_for_selector(".log-text:has-text('line 0 ')", timeout=60_000)


def test_a_browser_without_shared_workers_follows_all_the_same(page, gate):
    page.add_init_script("delete window.SharedWorker")
    page.goto(gate.url)
    page.wait_for_selector('[data-test=link][data-state=live]')
    page.fill("input[type=search]", "line 0 ")
    gate.inject("LogMessage", {"lines": lines(1)})
    page.wait_for_selector(".log-text:has-text('line 0 ')")


def test_a_restarted_service_is_followed(page, base, service, pytestconfig):
    command = pytestconfig.getoption("--restart")
    if not command:
        pytest.skip("no --restart COMMAND was given")
    page.goto(base)
    page.wait_for_selector('[data-test=link][data-state=live]')
    epoch = service.get("/status")["epoch"]
    page.evaluate("window.isSamePage = true")
    subprocess.run(shlex.split(command), check=True, timeout=60, stdout=subprocess.DEVNULL)

    def followed():
        try:
            assert service.get("/status")["epoch"] != epoch
        except OSError as error:
            raise AssertionError("the service is not back") from error
        assert page.get_attribute("[data-test=link]", "data-state") == "live"
        ports_agree(page, service)

    eventually(followed, 60)
    assert page.evaluate("window.isSamePage")
    page.complaints.clear()
