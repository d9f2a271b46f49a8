"""What a technician sees and does on the bench."""

import pytest
from conftest import eventually

PHASES = ["START", "TEST", "STOP"]
WATCH_PHASES = """
  window.isSamePage = true;
  window.phasesSeen = [];
  new MutationObserver(() => {
    for (const phase of document.querySelectorAll('.phases .now')) {
      const run = phase.closest('[data-run]').dataset.run;
      if (!window.phasesSeen.some((seen) => seen.run === run && seen.phase === phase.textContent))
        window.phasesSeen.push({ run, phase: phase.textContent });
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
"""


def card(page, name):
    return page.inner_text(f"[data-card={name}]")


def test_cards_say_what_the_api_says(bench, service):
    def same():
        snapshot = service.get("/snapshot")
        ports, metrics, active = snapshot["ports"], snapshot["metrics"], snapshot["executions"]["active"]
        assert snapshot["status"]["status"].title() in card(bench, "service")
        assert f"{ports['inUse']} of {ports['total']}" in card(bench, "ports")
        assert f"{ports['available']} free" in card(bench, "ports")
        assert bench.inner_text("[data-card=active] [data-test=value]") == str(len({run["bibId"] for run in active}))
        assert f"{len(active)} run" in card(bench, "active")
        assert f"n = {metrics['n']}" in card(bench, "rate")
        rate = metrics.get("successRate")
        assert bench.inner_text("[data-card=rate] [data-test=value]") == ("—" if rate is None else f"{rate * 100:.1f}")

    eventually(same, 30)


def test_every_port_of_the_api_has_a_tile_with_its_state(bench, service):
    def same():
        expected = {port["id"]: port["status"] for port in service.get("/ports")["ports"]}
        shown = bench.eval_on_selector_all("[data-port]", "tiles => tiles.map(t => [t.dataset.port, t.dataset.status])")
        assert dict(shown) == expected

    eventually(same)


def startable(page):
    """The name and BIB of a unit that can be started now."""
    tile = page.locator('article.tile:is([data-state=new], [data-state=done]):has(button.main:enabled)').first
    return tile.get_attribute("data-uut"), tile.get_attribute("data-bib")


def press(page, uut, bib, button, path, method):
    with page.expect_response(lambda answer: path in answer.url and answer.request.method == method) as answer:
        page.click(f'article.tile[data-uut="{uut}"][data-bib="{bib}"] button:has-text("{button}")')
    return answer.value


def test_start_leads_through_the_phases_to_a_verdict_without_reload(bench, service):
    uut, bib = startable(bench)
    bench.evaluate(WATCH_PHASES)
    answer = press(bench, uut, bib, "Start", "/api/v1/executions", "POST")
    assert answer.status == 202
    run = answer.json()["executions"][0]["executionId"]
    bench.wait_for_selector(f'article.tile[data-uut="{uut}"] a[href="#/runs/{run}"]', timeout=60_000)
    shown = bench.inner_text(f'article.tile[data-uut="{uut}"] [data-test=verdict]').strip()
    assert shown == service.get(f"/executions/{run}")["result"]["verdict"]
    seen = [each["phase"] for each in bench.evaluate("window.phasesSeen") if each["run"] == run]
    assert seen and seen == [phase for phase in PHASES if phase in seen]
    assert bench.evaluate("window.isSamePage")


def test_log_lines_of_a_run_appear(bench):
    uut, bib = startable(bench)
    run = press(bench, uut, bib, "Start", "/api/v1/executions", "POST").json()["executions"][0]["executionId"]
    bench.select_option("label:has-text('UUT') select", uut)
    bench.wait_for_selector(f'.log-row a[href="#/runs/{run}"]')


def test_abort_ends_a_run(bench, service):
    uut, bib = startable(bench)
    press(bench, uut, bib, "Start", "/api/v1/executions", "POST")
    # On a bench that runs by itself the run to be aborted may be another one of the same unit.
    answer = press(bench, uut, bib, "Abort", "/api/v1/executions/", "DELETE")
    run = answer.url.rsplit("/", 1)[1]
    result = eventually(lambda: ended(service, run), 60)
    if not answer.ok:
        bench.complaints.clear()
        pytest.skip("the run was over before it could be aborted")
    steps = service.get(f"/executions/{run}")["steps"]
    assert result["verdict"] == "ABORTED" or steps[-1]["phase"] == "STOP"


def ended(service, run):
    details = service.get(f"/executions/{run}")
    assert details["state"] == "completed"
    return details["result"]


def test_a_refused_order_says_why(bench):
    bench.route("**/api/v1/executions", lambda route: route.fulfill(
        status=409, content_type="application/problem+json",
        body='{"type":"about:blank","title":"No board","status":409,"detail":"no board of it is plugged in"}'))
    uut, bib = startable(bench)
    press(bench, uut, bib, "Start", "/api/v1/executions", "POST")
    bench.wait_for_selector("[role=alert] >> text=no board of it is plugged in")
    bench.complaints.clear()


def test_the_run_view_shows_every_step(bench, gate, service):
    run = eventually(lambda: newest(service))
    details = service.get(f"/executions/{run}")
    bench.goto(f"{gate.url}/#/runs/{run}")
    bench.wait_for_selector(".run-head [data-test=verdict]")
    assert bench.inner_text(".run-head [data-test=verdict]").strip() == details["result"]["verdict"]
    names = bench.eval_on_selector_all("[data-step]", "steps => steps.map(s => s.dataset.step)")
    assert names == [step["step"] for step in details["steps"]]
    if names:
        step = bench.locator("[data-step]").first
        step.locator("summary").click()
        # The page draws the opened step a moment after the click.
        sent = details["steps"][0]["attempts"][0]["sent"]

        def drawn():
            assert sent in step.inner_text()

        eventually(drawn)


def newest(service):
    finished = service.get("/executions?limit=1")["recent"]
    assert finished
    return finished[0]["executionId"]
