"""The HTML report works in a browser from file://: keys, filters, links, and nothing of a report becomes active."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.report import Context, html
from tests.report import pdf
from tests.report.sample import CROSSFOOT, PDF, ROUNDING, report
from tests.report.webdriver import Browser, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "a browser is here")

VISIBLE = "return Array.from(document.querySelectorAll('.card')).filter(c => c.offsetParent).map(c => c.dataset.check)"
CURRENT = "return document.querySelector('.card.current')?.dataset.check"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("页 面")
    source = pdf.make(folder / "qinglan.pdf")
    path = folder / "报告 #1.html"
    path.write_text(html.write(report(), Context(sources={PDF: source})), "utf-8")
    return path


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def browser(shared: Browser, page: Path) -> Browser:
    shared.open(page)
    return shared


def choose(browser: Browser, name: str, value: str) -> None:
    browser.run(
        f"const e = document.getElementById('{name}'); e.value = '{value}'; e.dispatchEvent(new Event('input'));"
        "e.dispatchEvent(new Event('change'))"
    )


def test_nothing_complains_and_nothing_of_the_report_runs(browser: Browser) -> None:
    assert browser.run("return document.querySelectorAll('script').length") == 1
    assert browser.run("return document.body.innerText.includes(\"<script>alert('甲')</script>\")") is True
    assert browser.run("return performance.getEntriesByType('resource').length") == 0 or not [
        name
        for name in browser.run("return performance.getEntriesByType('resource').map(e => e.name)")
        if not name.startswith("data:")
    ]
    assert browser.complaints() == []


def test_j_and_k_walk_through_the_findings_worst_first(browser: Browser) -> None:
    seen = []
    for key in "jjjkk":
        browser.press(key)
        seen.append(browser.run(CURRENT))
    walk = ["prose/growth-rate", "prose/parts-of-total", "structure/template-left"]
    assert seen == [*walk, walk[1], walk[0]]
    assert browser.run("return document.activeElement.classList.contains('current')") is True


def test_the_current_finding_is_in_view(browser: Browser) -> None:
    for _ in range(6):
        browser.press("j")
    box = "const b = document.querySelector('.card.current').getBoundingClientRect();"
    assert browser.run(box + "return b.top >= 0 && b.top < innerHeight / 2") is True


def test_findings_are_filtered_by_severity_family_check_and_words(browser: Browser) -> None:
    everything = browser.run(VISIBLE)
    assert len(everything) == 6
    browser.run("document.querySelector('.chip.error').click()")
    assert "prose/growth-rate" not in browser.run(VISIBLE) and len(browser.run(VISIBLE)) == 4
    browser.run("document.querySelector('.chip.error').click()")
    choose(browser, "family", "parts")
    assert browser.run(VISIBLE) == [ROUNDING.check]
    choose(browser, "family", "")
    choose(browser, "check", CROSSFOOT.check)
    assert browser.run(VISIBLE) == [CROSSFOOT.check]
    choose(browser, "check", "")
    choose(browser, "search", "项目增加 29.57")
    assert browser.run(VISIBLE) == ["prose/growth-rate"]
    assert "1" in browser.run("return document.getElementById('shown').textContent")
    choose(browser, "search", "没有这样的字")
    assert browser.run(VISIBLE) == []
    assert browser.run("return document.getElementById('nothing').hidden") is False
    browser.press("Escape")
    assert browser.run(VISIBLE) == everything


def test_slash_goes_to_the_search_and_typing_there_does_not_walk(browser: Browser) -> None:
    browser.press("/")
    assert browser.run("return document.activeElement.id") == "search"
    browser.press("j")
    assert browser.run("return document.getElementById('search').value") == "j"
    assert browser.run(CURRENT) is None


def test_a_finding_leads_to_its_table_and_back(browser: Browser) -> None:
    browser.run(f"document.querySelector('#d2-f-{CROSSFOOT.id} [data-open=tables]').click()")
    assert browser.run("return document.querySelector('details.table[open] td.disputed').textContent") == "13,830.70"
    assert browser.run("return document.querySelector('details.table').offsetParent !== null") is True
    browser.run("document.querySelector('details.table td.disputed a').click()")
    assert browser.run(CURRENT) == CROSSFOOT.check


def test_a_link_to_a_finding_opens_it(shared: Browser, page: Path) -> None:
    shared.open(page, f"#d2-f-{CROSSFOOT.id}")
    assert shared.run(CURRENT) == CROSSFOOT.check


def test_the_page_image_is_shown(browser: Browser) -> None:
    browser.run(f"document.querySelector('#d2-f-{CROSSFOOT.id} img').loading = 'eager'")
    script = f"const i = document.querySelector('#d2-f-{CROSSFOOT.id} img'); return i.complete && i.naturalWidth > 0"
    assert any(browser.run(script) for _ in range(20))


def test_a_narrow_window_does_not_scroll_sideways(browser: Browser) -> None:
    browser.run("document.documentElement.style.width = '340px'")
    assert browser.run("return document.querySelector('main').scrollWidth <= 345") is True


def test_all_parts_are_on_paper(browser: Browser) -> None:
    rules = "Array.from(document.styleSheets[0].cssRules).filter(r => r.media && r.media.mediaText === 'print')"
    text = browser.run(f"return {rules}.map(r => r.cssText).join('')")
    assert ".view" in text and "display: block" in text
