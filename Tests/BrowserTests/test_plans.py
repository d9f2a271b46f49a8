"""Plans that come, change and go while the page is open."""

import shutil

import pytest


@pytest.fixture
def spare(service, plans, tmp_path):
    """The BIB of a board that no plan fits, and a plan for it outside the folder; nothing of it stays behind."""
    board = next(board for board in service.get("/bibs")["unusedBoards"] if board.get("stanza"))
    bib = board["stanza"].split('bib: "')[1].split('"')[0]
    plan = tmp_path / f"{bib}.yaml"
    plan.write_text(board["stanza"])
    yield bib, board["boardId"], plan
    (plans / plan.name).unlink(missing_ok=True)


def test_a_plan_that_is_copied_into_the_folder_appears_without_reload(bench, service, plans, spare):
    bib, board, plan = spare
    tile = f'article.tile[data-bib="{bib}"]'
    bench.evaluate("window.isSamePage = true")
    assert bench.locator(tile).count() == 0
    shutil.copy(plan, plans)
    bench.wait_for_selector(f"{tile} button.main:enabled")
    units = next(each["uuts"] for each in service.get("/bibs")["bibs"] if each["bibId"] == bib)
    shown = bench.eval_on_selector_all(tile, "tiles => tiles.map(tile => tile.dataset.uut)")
    assert sorted(shown) == sorted(units)

    # It can be used at once: its adapter sends back what it gets, which is an answer.
    bench.click(f'article.tile[data-uut="{units[0]}"][data-bib="{bib}"] button:has-text("Start")')
    bench.wait_for_selector(f'article.tile[data-uut="{units[0]}"][data-bib="{bib}"][data-verdict=PASS]', timeout=60_000)

    # What is wrong with a change is shown, and the last good version stays.
    (plans / plan.name).write_text(plan.read_text() + "nonsense: 1\n")
    bench.evaluate("location.hash = '#/bibs'")
    card = f'.bib-card[data-bib="{bib}"]'
    bench.wait_for_selector(f"{card} .errors >> text=unknown key 'nonsense'")
    bench.wait_for_selector(f"{card} >> text=The last version without errors stays in use.")
    (plans / plan.name).unlink()
    bench.wait_for_selector(card, state="detached")
    bench.evaluate("location.hash = '#/'")
    bench.wait_for_selector("[data-port]")
    bench.wait_for_selector(f"{tile} button.main:enabled", state="detached")
    assert bench.evaluate("window.isSamePage")
    assert any(each["boardId"] == board for each in service.get("/bibs")["unusedBoards"])
