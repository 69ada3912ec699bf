"""The desk in a real browser: drop, look, decide with the keyboard, reload, take the letter along."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.conftest import Desk, start
from tests.report.webdriver import Browser, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "a browser is here")

EXAMPLES = Path("example_data/final-accounts")
DROP = """
const files = new DataTransfer();
for (const [name, data] of %s) files.items.add(new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], name));
dispatchEvent(new DragEvent('dragover', {dataTransfer: files, cancelable: true, bubbles: true}));
dispatchEvent(new DragEvent('drop', {dataTransfer: files, cancelable: true, bubbles: true}));
"""
CURRENT = "return document.querySelector('.item.current')?.id"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    running = start(tmp_path_factory.mktemp("工作台"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("profile"))
    opened.go(desk.address)
    opened.run(
        DROP
        % json.dumps(
            [
                (path.name, base64.b64encode(path.read_bytes()).decode())
                for path in (EXAMPLES / "errors.pdf", EXAMPLES / "clean.docx")
            ]
        )
    )
    until(opened, "return document.querySelectorAll('.document-row').length === 2")
    until(opened, "return document.getElementById('progress').dataset.pending === '0'")
    yield opened
    opened.close()


def until(browser: Browser, script: str) -> None:
    for _ in range(300):
        if browser.run(script):
            return
        time.sleep(0.2)
    raise TimeoutError(script + "\n" + browser.run("return document.body.innerText"))


def open_first(browser: Browser, desk: Desk) -> None:
    browser.go(f"http://127.0.0.1:{desk.port}/")
    until(browser, "return document.querySelectorAll('.document-row').length === 2")
    browser.press("j")
    browser.press("Enter")
    until(browser, "return !!document.querySelector('.item.current')")


def test_the_worst_comes_first_and_the_keyboard_opens_it(browser: Browser, desk: Desk) -> None:
    open_first(browser, desk)
    assert browser.run("return document.querySelector('h1').innerText") == "云溪市档案馆"
    assert browser.run("return document.querySelectorAll('.both .place').length") == 2
    assert "token" not in browser.run("return location.href")


def test_both_figures_are_marked_in_view_on_their_page(browser: Browser, desk: Desk) -> None:
    open_first(browser, desk)
    until(
        browser,
        "return Array.from(document.querySelectorAll('.both img')).every(i => i.complete && i.naturalWidth > 0)",
    )
    inside = """return Array.from(document.querySelectorAll('.both .window')).every(w => {
      const a = w.getBoundingClientRect(), b = w.querySelector('.chosen').getBoundingClientRect();
      return b.top >= a.top && b.bottom <= a.bottom && b.left >= a.left && b.right <= a.right; })"""
    until(browser, inside)


def test_decide_with_the_keyboard_reload_and_export(browser: Browser, desk: Desk) -> None:
    open_first(browser, desk)
    browser.run("document.getElementById('by').value = '王复核'")
    first = browser.run(CURRENT)
    browser.press("a")
    until(browser, "return document.querySelector('.item.current')?.dataset.decision === 'confirm'")
    browser.press("j")
    until(
        browser,
        f"return document.querySelector('.item.current')?.id !== '{first}' && document.querySelector('.finding').dataset.finding !== '{first[5:]}'",
    )
    browser.press("w")  # a waiver needs a reason: the key leads to it
    assert browser.run("return document.activeElement.id") == "reason"
    browser.type("口径不同")
    browser.press("Escape")
    assert browser.run("return document.getElementById('by').value") == "王复核"
    browser.press("w")
    until(browser, "return document.querySelector('.item.current')?.dataset.decision === 'waive'")
    browser.go(browser.run("return location.href"))
    until(browser, "return document.querySelectorAll('.item.decided').length === 2")
    letter = desk.call("GET", "/export/letter")
    assert letter[0] == 200
    assert "口径不同" in (desk.folder / "auditor-decisions.yaml").read_text("utf-8")


def test_from_a_ticked_figure_to_its_relation_and_back(browser: Browser, desk: Desk) -> None:
    open_first(browser, desk)
    browser.press("t")
    until(browser, "return !!document.querySelector('#detail td.ok')")
    browser.run("document.querySelector('#detail td.ok').click()")
    until(
        browser,
        "return !document.getElementById('relations').hidden && !!document.querySelector('.relation.passed .chip')",
    )
    browser.run("document.querySelector('.relation.passed .chip').click()")
    until(browser, "return !!document.querySelector('#detail .chosen')")
    browser.press("Escape")
    assert browser.run("return document.getElementById('relations').hidden") is True


def test_pages_and_ledger_are_a_key_away(browser: Browser, desk: Desk) -> None:
    open_first(browser, desk)
    browser.press("p")
    until(browser, "return !!document.querySelector('#detail .whole img')")
    browser.press("]")
    until(browser, "return document.querySelector('.pager span').innerText.includes('第 2 页')")
    browser.press("l")
    until(browser, "return document.querySelectorAll('#detail .list tr').length > 20")
    browser.press("f")
    until(browser, "return !!document.querySelector('#detail .finding')")


def test_the_list_is_filtered_and_sorted(browser: Browser, desk: Desk) -> None:
    browser.go(f"http://127.0.0.1:{desk.port}/")
    browser.run(
        "const s = document.getElementById('search'); s.value = 'clean'; s.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    until(browser, "return document.querySelectorAll('.document-row').length === 1")
    browser.run("document.getElementById('search').focus()")
    browser.press("Escape")
    until(browser, "return document.querySelectorAll('.document-row').length === 2")
    browser.run(
        "document.querySelector('[data-sort=name]')?.click(); document.querySelector('[data-sort=coverage]').click()"
    )
    until(browser, "return document.querySelector('th[aria-sort=ascending] button')?.dataset.sort === 'coverage'")


def test_a_narrow_window_does_not_scroll_sideways(browser: Browser, desk: Desk) -> None:
    open_first(browser, desk)
    browser.resize(420, 800)
    try:
        assert browser.run("return document.documentElement.scrollWidth <= innerWidth + 2") is True
    finally:
        browser.resize(1300, 900)


def test_nothing_complains_and_nothing_is_loaded_from_elsewhere(browser: Browser, desk: Desk) -> None:
    open_first(browser, desk)
    names = browser.run("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in names if not name.startswith((f"http://127.0.0.1:{desk.port}/", "data:"))] == []
    assert browser.complaints() == []


def test_a_folder_is_dropped_with_all_that_is_below_it(tmp_path: Path) -> None:
    below = tmp_path / "全部" / "云溪" / "2024"
    below.mkdir(parents=True)
    (below / "决算.txt").write_bytes((EXAMPLES / "clean.txt").read_bytes())
    (tmp_path / "全部" / "说明.txt").write_text("本年支出120万元，与上年相比增加20万元，增长20%。", "utf-8")
    running = start(tmp_path / "工作台")
    opened = Browser(tmp_path / "profile")
    try:
        opened.go(running.address)
        opened.drop(tmp_path / "全部")
        until(opened, "return document.querySelectorAll('.document-row').length === 2")
        assert (running.folder / "全部" / "云溪" / "2024" / "决算.txt").is_file()
        assert (running.folder / "全部" / "说明.txt").is_file()
    finally:
        opened.close()
        running.stop()
