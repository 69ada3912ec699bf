"""The HTML report is one safe file, whatever stands in a report."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from auditor.report import Context, html
from auditor.report.tableview import excerpt, shown, tidy
from tests.report.sample import CROSSFOOT, GROWTH, INJECTION, OLD, report


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def outline(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Outline()
    parser.feed(text)
    return parser.tags


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_loaded_from_elsewhere(lang: str) -> None:
    tags = outline(html.write(report(), Context(lang)))
    links = [attrs.get(name) or "" for _, attrs in tags for name in ("src", "href") if name in attrs]
    assert links and all(link.startswith(("#", "data:image/png;base64,")) for link in links)
    assert not any(tag == "link" for tag, _ in tags)
    assert "http://" not in html.write(report()) and "https://" not in html.write(report())


def test_text_of_a_report_stays_text() -> None:
    text = html.write(report())
    assert INJECTION not in text and "&lt;script&gt;alert(" in text
    assert sum(tag == "script" for tag, _ in outline(text)) == 1


def test_only_our_own_script_may_run() -> None:
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/]{43}='", html.write(report()))


def test_every_leading_finding_has_one_card_worst_first() -> None:
    cards = [attrs for tag, attrs in outline(html.write(report())) if tag == "article"]
    standings = [card["data-standing"] for card in cards]
    assert standings == ["error", "warning", "note", "waived", "error", "known"]


def test_the_disputed_figure_and_its_companions_are_marked_in_the_sentence() -> None:
    text = html.write(report())
    assert '<mark class="disputed">22.8%</mark>' in text
    assert '<mark class="compared">3,156.43</mark>' in text


def test_a_finding_in_a_table_shows_its_row_under_the_headers() -> None:
    part = excerpt(CROSSFOOT, shown(report().documents[1]))
    assert part is not None
    assert part.heads == ("科目", "合计", "基本支出", "项目支出")
    assert [(cell.text, bool(cell.severity), cell.compared) for cell in part.rows[0]] == [
        ("合计", False, False),
        ("13,830.70", True, True),
        ("9,102.11", False, True),
        ("4,728.95", False, True),
    ]


def test_a_finding_in_prose_has_no_row() -> None:
    assert excerpt(GROWTH, shown(report().documents[1])) is None


def test_a_cell_is_marked_by_its_worst_open_finding() -> None:
    table = shown(report().documents[1])[0]
    assert (table.rows[2][1].finding, table.rows[2][1].severity) == (CROSSFOOT.id, "error")
    assert CROSSFOOT.id != OLD.id and table.disputed == 1


def test_links_between_tables_and_findings_lead_somewhere() -> None:
    tags = outline(html.write(report()))
    names = {attrs["id"] for _, attrs in tags if "id" in attrs}
    targets = {(attrs.get("href") or "")[1:] for tag, attrs in tags if tag == "a"}
    assert targets <= names
    assert "d2-t12" in targets and f"d2-f-{CROSSFOOT.id}" in targets


def test_a_very_long_table_is_cut_but_its_disputed_row_is_drawn() -> None:
    rows = [["科目", "合计"], *([f"项{n}", "1.00"] for n in range(5000))]
    table = {"index": 12, "title": "长表", "rows": rows, "numbers": [[n, 1] for n in range(1, 5001)]}
    first = replace(CROSSFOOT.evidence[0], key=(12, 4000, 1))
    finding = replace(CROSSFOOT, evidence=(first,))
    (drawn,) = shown(replace(report().documents[1], tables=(table,), findings=(finding,)))
    assert len(drawn.drawn) < 500 and drawn.left_out > 4500
    assert drawn.drawn[-1][0].text == "项3999" and drawn.drawn[-1][1].severity == "error"


def test_spanned_cells_are_drawn_once() -> None:
    rows = [["收入", "收入", "支出"], ["项目", "金额", "支出"], ["甲", "1.00", "2.00"]]
    table = {"index": 1, "rows": rows, "spanned": [[0, 1], [1, 2]], "numbers": [[2, 1], [2, 2]]}
    (drawn,) = shown(replace(report().documents[1], tables=(table,), findings=()))
    assert [[(c.text, c.across, c.down) for c in row] for row in drawn.drawn[:2]] == [
        [("收入", 2, 1), ("支出", 1, 2)],
        [("项目", 1, 1), ("金额", 1, 1)],
    ]


def test_two_copies_of_a_document_have_anchors_of_their_own() -> None:
    twice = replace(report(), documents=(report().documents[1], report().documents[1]))
    names = [attrs["id"] for _, attrs in outline(html.write(twice)) if "id" in attrs]
    assert len(names) == len(set(names))


def test_line_breaks_and_spaces_of_extraction_are_not_drawn() -> None:
    assert tidy("一般公共预算财\n政拨款") == "一般公共预算财政拨款"
    assert tidy("GDP\ngrowth") == "GDP\ngrowth"
    assert tidy("138, 307, 27 6. 56", number=True) == "138,307,276.56"
