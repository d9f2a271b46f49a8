"""It can be used on every screen and by everyone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import eventually

VIEWS = {"bench": "/#/", "runs": "/#/runs", "bibs": "/#/bibs", "run": None}


def address(gate, service, view):
    if VIEWS[view]:
        return gate.url + VIEWS[view]

    def newest():
        finished = service.get("/executions?limit=1")["recent"]
        assert finished
        return finished[0]["executionId"]

    return f"{gate.url}/#/runs/{eventually(newest, 60)}"


def visit(page, gate, service, view):
    page.goto(address(gate, service, view))
    page.wait_for_selector('[data-test=link][data-state=live]')
    page.wait_for_selector({"bench": "[data-card=ports]", "runs": "table, .empty", "bibs": "h1", "run": ".run-head"}[view])


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_needs_no_sideways_scrolling(page, gate, service, view):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, gate, service, view)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_serious_barrier(page, gate, service, view, scheme):
    page.emulate_media(color_scheme=scheme)
    visit(page, gate, service, view)
    # One that is open is not among the closed any more, so the next is always the first.
    closed = page.locator("details:not([open]) > summary")
    for _ in range(min(3, closed.count())):
        closed.first.click()
    found = Axe().run(page).response["violations"]
    serious = [(barrier["id"], barrier["help"], [node["target"] for node in barrier["nodes"]][:3])
               for barrier in found if barrier["impact"] in ("serious", "critical")]
    assert serious == []


def test_the_page_with_data_is_there_soon(page, gate):
    page.goto(gate.url)
    page.wait_for_selector("[data-card=ports]")
    ready = page.evaluate("performance.now()")
    print(f"page with data after at most {ready:.0f} ms")
    assert ready < 2_000


def test_the_start_button_is_reached_by_keyboard(bench):
    for _ in range(40):
        bench.keyboard.press("Tab")
        label = bench.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")
        if label.startswith(("Start", "Abort")):
            return
    pytest.fail("40 tabs, and no Start or Abort button")
