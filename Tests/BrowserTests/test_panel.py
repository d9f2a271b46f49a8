"""The bench panel beside the published dashboard: boards are pulled and plugged in, and faults armed, by hand."""

import pytest

from conftest import eventually

BOARD = "article[aria-labelledby=board-s2]"


@pytest.fixture
def panel(page, service):
    """The panel, past the gate: it is the world's, not the service's."""
    page.goto(f"{service.base}/bench")
    page.wait_for_selector(BOARD)
    return page


def test_the_boards_of_the_bench_are_listed(panel):
    assert panel.locator("#boards h2").all_inner_texts() == ["left", "right", "spare", "s1", "s2"]
    world = panel.locator("h1").inner_text().removeprefix("Bench panel of ")
    assert world and "{" not in world
    assert panel.title() == f"{world} · Bench panel"
    assert panel.locator("#summary").inner_text() == "5 of 5 boards plugged in, 12 ports"
    assert panel.locator(f"{BOARD} .ports li").count() == 1


def test_a_board_is_pulled_and_plugged_in(panel, service):
    def status():
        return next(port["status"] for port in service.get("/ports")["ports"] if port["id"] == "FT7SENS2-A")

    def expect(wanted):
        assert status() == wanted

    panel.click(f"{BOARD} .plug")
    panel.wait_for_selector(f"{BOARD} .state:text-is('unplugged')")
    eventually(lambda: expect("offline"))
    panel.click(f"{BOARD} .plug")
    panel.wait_for_selector(f"{BOARD} .state:text-is('plugged in')")
    eventually(lambda: expect("available"))


def test_a_fault_is_armed_shown_with_its_conditions_and_cleared(panel):
    panel.click(f"{BOARD} summary")
    panel.select_option(f"{BOARD} select[name=kind]", "late_answer")
    panel.fill(f"{BOARD} input[name=parameter-delay]", "3s")
    panel.fill(f"{BOARD} input[name=on]", "^NOTHING")
    panel.click(f"{BOARD} .arm")
    armed = f"{BOARD} ul[aria-label='Armed faults'] li"
    panel.wait_for_selector(f"{armed}:has-text('late_answer delay=3s on=^NOTHING')")
    # The same again takes its place, and that is said.
    panel.fill(f"{BOARD} input[name=parameter-delay]", "4s")
    panel.click(f"{BOARD} .arm")
    panel.wait_for_selector("#trouble:has-text('it takes the place of late_answer delay=3s on=^NOTHING')")
    panel.wait_for_selector(f"{armed}:has-text('late_answer delay=4s')")
    panel.click(f"{armed} .clear")
    panel.wait_for_selector(f"{armed}:text-is('none armed')")


def test_a_mistake_is_told(panel):
    panel.click(f"{BOARD} summary")
    panel.select_option(f"{BOARD} select[name=kind]", "late_answer")
    panel.fill(f"{BOARD} input[name=parameter-delay]", "soon")
    with panel.expect_response("**/bench/control"):
        panel.click(f"{BOARD} .arm")
    panel.wait_for_selector("#trouble:has-text('soon')")
    # That a request was refused the browser notes by itself.
    assert len(panel.complaints) == 1 and "409" in panel.complaints.pop()


def test_a_script_that_happens_is_shown_and_stopped(panel, service):
    def do(verb, **order):
        reply = panel.request.post(f"{service.base}/bench/control", data={"do": verb, **order})
        assert reply.ok, reply.text()
        return reply.json()

    def expect_armed(name):
        assert name in next(board for board in do("boards")["boards"] if board["id"] == "s2")["faults"]

    def clear_and_wait(name):
        do("clear", board="s2", kind=name)
        eventually(lambda: expect_armed(name))

    for name in ("monday", "tuesday"):
        fault = f"{{ every: 100ms, do: fault, target: s2, kind: garbage, id: {name}, when: {{ on: never }} }}"
        do("script", kind=f"/plans/{name}.yaml", script=f"version: 1\ntimeline: [ {fault} ]\n")
    eventually(lambda: expect_armed("monday"))
    clear_and_wait("monday")
    panel.click("#scripts li:has-text('monday.yaml') button")
    panel.wait_for_selector("#trouble:has-text('stopped: monday.yaml')")
    do("clear", board="s2", kind="monday")
    eventually(lambda: expect_armed("tuesday"))
    # Between any two of these there would have been one of Monday's.
    for _ in range(4):
        clear_and_wait("tuesday")
    with pytest.raises(AssertionError):
        expect_armed("monday")
    panel.click("#scripts li:has-text('tuesday.yaml') button")
    panel.wait_for_selector("#scripts", state="hidden")
    do("clear", board="s2")
