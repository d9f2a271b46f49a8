"""A run asks, a person or a scanner answers."""

import json

TIME = "2026-01-01T00:00:00.000+00:00"
HOSTILE = '<img src=x onerror="window.hacked=1">Scan the label'
RUN = "01TEST" + "0" * 20


def ask(gate, bib, kind, text, step="label", is_open=True):
    gate.inject("OperatorAsked", {
        "executionId": RUN, "bibId": bib, "uutId": "asking", "step": step, "kind": kind, "text": text, "askedAt": TIME,
        "deadline": "2099-01-01T00:00:00.000+00:00", "open": is_open})


def begin(gate, service):
    """A run of a unit that nobody else touches."""
    bib = service.get("/bibs")["bibs"][0]["bibId"]
    board = service.get("/ports")["ports"][0]
    gate.inject("ExecutionStarted", {
        "executionId": RUN, "bibId": bib, "uutId": "asking", "boardId": board["boardId"], "portName": board["portName"],
        "ports": [board["id"]], "startTime": TIME, "stepCount": 3, "planHash": "0"})
    return bib


def catch_answers(page, status=200, body='{"reason":"taken"}'):
    answers = []

    def fulfil(route):
        answers.append(json.loads(route.request.post_data))
        kind = "application/json" if status == 200 else "application/problem+json"
        route.fulfill(status=status, content_type=kind, body=body)

    page.route(f"**/api/v1/executions/{RUN}/answer", fulfil)
    return answers


def test_a_scanner_types_into_the_question_and_its_enter_sends_it(bench, gate, service):
    answers = catch_answers(bench)
    bib = begin(gate, service)
    ask(gate, bib, "scan", HOSTILE)
    bench.wait_for_selector(f".question .ask:text-is('{HOSTILE}')")
    bench.wait_for_selector(".question input:focus")
    with bench.expect_response("**/answer"):
        bench.keyboard.type("SN 000123 <b>", delay=1)
        bench.keyboard.press("Enter")
    assert answers == [{"step": "label", "text": "SN 000123 <b>"}]
    ask(gate, bib, "scan", HOSTILE, is_open=False)
    bench.wait_for_selector(".question", state="detached")
    assert bench.locator('article.tile[data-uut="asking"]').get_attribute("data-state") == "running"
    assert bench.evaluate("window.hacked") is None


def test_enter_confirms_nothing_by_itself(bench, gate, service):
    answers = catch_answers(bench)
    bib = begin(gate, service)
    ask(gate, bib, "confirm", "Is the lamp on?", step="lamp")
    bench.wait_for_selector(".question")
    bench.keyboard.type("SN000123")
    bench.keyboard.press("Enter")
    with bench.expect_response("**/answer"):
        bench.click(".question button:has-text('No')")
    assert answers == [{"step": "lamp", "confirmed": False}]


def test_a_question_does_not_take_the_keyboard_from_who_is_typing(bench, gate, service):
    bib = begin(gate, service)
    bench.focus("input[type=search]")
    ask(gate, bib, "scan", "Scan the label")
    bench.wait_for_selector(".question input")
    bench.keyboard.type("reset")
    assert bench.input_value("input[type=search]") == "reset"
    assert bench.input_value(".question input") == ""


def test_a_refused_answer_says_why_and_can_be_given_again(bench, gate, service):
    answers = catch_answers(bench, 409, json.dumps({
        "type": "about:blank", "title": "Conflict", "status": 409, "detail": "it asks nothing now"}))
    bib = begin(gate, service)
    ask(gate, bib, "scan", "Scan the label")
    bench.wait_for_selector(".question input:focus")
    bench.keyboard.type("A1")
    bench.keyboard.press("Enter")
    bench.wait_for_selector("[role=alert] >> text=it asks nothing now")
    assert answers == [{"step": "label", "text": "A1"}]
    assert bench.input_value(".question input") == "A1"
    bench.complaints.clear()


def test_the_question_of_a_run_that_ends_goes_with_it(bench, gate, service):
    bib = begin(gate, service)
    ask(gate, bib, "scan", "Scan the label")
    bench.wait_for_selector(".question")
    gate.inject("ExecutionCompleted", {
        "executionId": RUN, "bibId": bib, "uutId": "asking", "boardId": "x", "portName": "/dev/ttyUSB0", "ports": [],
        "verdict": "ABORTED", "requestedAt": TIME, "startTime": TIME, "endTime": TIME, "durationMs": 1, "duration": 1,
        "stepsDone": 1, "stepCount": 3, "explanation": "aborted", "planHash": "0", "origin": "api"})
    bench.wait_for_selector(".question", state="detached")
