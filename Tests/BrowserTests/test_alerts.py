"""What a person should see to is on top of every view until somebody has seen it, or it is over."""

import pytest
from axe_playwright_python.sync_playwright import Axe

TIME = "2026-01-01T00:00:00.000+00:00"
HOSTILE = '<img src=x onerror="window.hacked=1">'


def identity(number):
    return f"01TEST{number:020d}"


def alert(number, state="firing", **more):
    return {
        "id": identity(number), "rule": "run_critical", "subject": f"demo/unit{number}", "severity": "critical",
        "state": state, "summary": f"demo/unit{number} ended CRITICAL: SHORT. Look at the unit", "firedAt": TIME,
        "lastAt": TIME, "count": 1, "endsWhenAcknowledged": True, "executionId": identity(100 + number), **more}


def fire(gate, number, **more):
    gate.inject("AlertChanged", alert(number, **more))


@pytest.fixture(autouse=True)
def none_but_ours(service):
    """What the service itself tells of would be among the rows."""
    while alerts := service.get("/alerts?state=open")["alerts"]:
        for open_alert in alerts:
            if not open_alert["endsWhenAcknowledged"]:
                pytest.fail(f"the service is not well: {open_alert['summary']}")
            service.post(f"/alerts/{open_alert['id']}/ack")


def rows(page):
    return page.locator("[data-test=alert]:visible")


def catch_orders(page, status=200, body="{}"):
    orders = []

    def fulfil(route):
        orders.append((route.request.method, route.request.url.split("/api/v1")[1]))
        kind = "application/json" if status == 200 else "application/problem+json"
        route.fulfill(status=status, content_type=kind, body=body)

    page.route("**/api/v1/alerts/*/ack", fulfil)
    return orders


def test_an_alert_stays_until_it_is_acknowledged_or_over(bench, gate):
    orders = catch_orders(bench)
    fire(gate, 1, summary=f"{HOSTILE} ended CRITICAL", count=3)
    row = bench.locator(f"[data-test=alert]:has-text('{HOSTILE}')")
    row.wait_for()
    assert "3 times" in row.inner_text()
    assert bench.evaluate("window.hacked") is None
    bench.locator("nav a:has-text('Runs')").click()
    bench.wait_for_selector("table, .empty")
    assert row.is_visible()
    row.get_by_role("button", name="Acknowledge: demo/unit1").click()
    bench.wait_for_function("document.querySelector('[data-test=alert] button:not(:disabled)')")
    assert orders == [("POST", f"/alerts/{identity(1)}/ack")]
    fire(gate, 1, state="resolved")
    row.wait_for(state="detached")
    assert bench.locator("[data-test=alerts]").count() == 0


def test_what_is_acknowledged_and_not_over_steps_back(bench, gate):
    degraded = {"rule": "service_degraded", "severity": "warning", "endsWhenAcknowledged": False}
    fire(gate, 2, summary="logs cannot be written: the disk is full", **degraded)
    bench.wait_for_selector("[data-test=alert][data-state=firing]")
    fire(gate, 2, state="acknowledged", acknowledgedAt=TIME, acknowledgedBy="ann (uid 1000)", **degraded)
    summary = bench.locator("details.more-alerts summary")
    summary.wait_for()
    assert summary.inner_text() == "1 alert acknowledged, not over yet"
    assert rows(bench).count() == 0
    summary.click()
    assert "seen by ann (uid 1000)" in rows(bench).inner_text()
    assert rows(bench).locator("button").count() == 0


def test_many_alerts_leave_room_for_the_bench_and_the_worst_come_first(bench, gate):
    fire(gate, 1, severity="warning", summary="a warning")
    for number in range(2, 7):
        fire(gate, number)
    bench.wait_for_selector("details.more-alerts summary:text-is('3 more alerts')")
    assert [text.split("unit")[1][0] for text in rows(bench).all_inner_texts()] == ["6", "5", "4"]
    bench.locator("details.more-alerts summary").click()
    assert "a warning" in rows(bench).last.inner_text()


def test_a_refusal_is_told(bench, gate):
    catch_orders(bench, 409, '{"title":"Conflict","status":409,"detail":"alert is over already"}')
    fire(gate, 1)
    bench.get_by_role("button", name="Acknowledge: demo/unit1").click()
    bench.wait_for_selector(".notice:has-text('Not acknowledged: alert is over already')")
    # The browser itself notes the answer as an error.
    bench.complaints.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_alerts_can_be_used_on_every_screen_and_by_everyone(page, gate, scheme, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(gate.url)
    page.wait_for_selector("[data-test=link][data-state=live]")
    fire(gate, 1, summary="client_demo/production_uut ended CRITICAL: TEST step 'rail_3v3': 'SHORT' matched 'SHORT'. "
         "Look at the unit before it is run again, then acknowledge this")
    fire(gate, 2, severity="warning", summary="logs cannot be written: No space left on device" + "x" * 80)
    fire(gate, 3, state="acknowledged", acknowledgedAt=TIME, acknowledgedBy="ann (uid 1000)")
    page.locator("details.more-alerts summary").click()
    assert rows(page).count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    serious = [(barrier["id"], barrier["help"], [node["target"] for node in barrier["nodes"]][:3])
               for barrier in found if barrier["impact"] in ("serious", "critical")]
    assert serious == []
