"""The terminal view is readable in every console: wide, narrow, piped, without colour, not UTF-8."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from auditor.model.finding import Report
from auditor.report import terminal
from auditor.report.wrap import fold
from tests.report.sample import TEXT, WORDS, report


def shown(width: int = 100, lang: str = "zh", report_: Report | None = None) -> str:
    stream = StringIO()
    terminal.summary(report_ or report(), Console(file=stream, width=width, no_color=True), lang)
    return stream.getvalue()


def test_findings_come_in_document_order_beside_their_sentence() -> None:
    text = shown()
    assert text.index("第77行") < text.index("第120行") < text.index("第352行")
    assert "增长>>22.8%<<，主要原因" in text
    assert "报告数 22.8%   应为 29.57%   相差 6.77" in text
    assert "以本年数为基数计算 → 建议改为 29.57%" in text


def test_a_folded_finding_is_one_line_under_its_root() -> None:
    text = shown()
    assert "由此引起  第352行 prose/same-fact；另有 1 处" in text
    assert "同一增长率" not in text


def test_counts_leave_out_known_waived_and_folded_findings() -> None:
    counts = "4 份报告  错误 2  警告 1  提示 1  已知 1  已豁免 1  1 份无法读取  1 页未读取  略过 1 个文件"
    assert counts in shown()
    assert "略过的文件（不能读取的格式）：reports/附件.ofd" in shown()


def test_a_waived_finding_says_who_why_and_until_when() -> None:
    assert "王复核：口径不同，已与财政核实（有效至 2030-12-31）" in shown()


def test_english_interface() -> None:
    text = shown(lang="en")
    assert "stated 22.8%   expected 29.57%   off by 6.77" in text
    assert "2 errors" in text and "1 error " in text


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_console(width: int, lang: str) -> None:
    stream = StringIO()
    out = Console(file=stream, width=width, no_color=True)
    terminal.summary(report(), out, lang)
    terminal.statistics(report(), out, lang)
    terminal.ledger(report(), out, lang)
    terminal.unverified(report(), out, lang)
    assert max(cell_len(line) for line in stream.getvalue().splitlines()) <= width


def test_a_number_is_never_broken_and_no_line_starts_with_a_stop() -> None:
    text = Text("本年支出13,830.70万元，与上年相比增加3,156.43万元，增长22.8%。" * 3)
    for width in range(14, 40):
        lines = [line.plain for line in fold(text, width)]
        assert "".join(lines) == text.plain
        assert not any(line[0] in "，。" for line in lines)
        assert sum(line.count("13,830.70") for line in lines) == 3


def test_nothing_is_lost_when_a_word_is_wider_than_the_line() -> None:
    assert "".join(line.plain for line in fold(Text("甲" + "9" * 50 + "乙"), 8)) == "甲" + "9" * 50 + "乙"


def test_a_long_path_begins_on_the_first_line() -> None:
    lines = [line.plain for line in fold(Text("/folder/" + "x" * 60), 40)]
    assert lines == ["/folder/" + "x" * 32, "x" * 28]


def test_piped_output_has_no_escape_codes() -> None:
    stream = TextIOWrapper(BytesIO(), encoding="utf-8")
    terminal.summary(report(), terminal.console(stream), "zh")
    stream.seek(0)
    assert "\x1b" not in stream.read()


def test_no_color_is_respected_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = StringIO()
    terminal.summary(report(), Console(file=stream, force_terminal=True, width=80), "zh")
    assert "\x1b[3" not in stream.getvalue()
    assert ">>22.8%<<" in stream.getvalue()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp936", "gb18030", "latin-1", "utf-8"])
def test_consoles_of_any_encoding_are_written_to(encoding: str) -> None:
    stream = TextIOWrapper(BytesIO(), encoding=encoding)
    out = terminal.console(stream)
    for section in (terminal.summary, terminal.brief, terminal.statistics, terminal.ledger, terminal.unverified):
        section(report(), out, "en")
    stream.flush()
    text = stream.buffer.raw.getvalue() if hasattr(stream.buffer, "raw") else stream.buffer.getvalue()  # type: ignore[union-attr]
    assert b"29.57%" in text
    if encoding == "cp936":
        assert "青岚县民政局" in text.decode("cp936")


def test_quiet_is_one_line_for_each_open_finding() -> None:
    stream = StringIO()
    terminal.brief(report(), Console(file=stream, width=60, no_color=True), "zh")
    lines = stream.getvalue().splitlines()
    assert len(lines) == 4 + 5  # findings; what was not read, and the sums
    assert [line.split(" ")[0] for line in lines[1:4]] == [f"{TEXT}:{line}:" for line in (77, 120, 352)]
    assert lines[4] == "reports/qinglan.pdf: 第9页未读取"
    assert lines[5].startswith("reports/qinglan.pdf: 第3页 错误")
    assert lines[-2].endswith("reports/附件.ofd") and lines[-1].startswith("错误 2 · 警告 1")


def test_only_labels_are_dim_and_the_sentence_is_not() -> None:
    stream = StringIO()
    terminal.summary(report(), Console(file=stream, force_terminal=True, color_system="standard", width=100), "zh")
    line = next(line for line in stream.getvalue().splitlines() if "与上年相比增加" in line)
    assert line.startswith("  \x1b[2m│ \x1b[0m本年支出")
    assert "\x1b[1;7m22.8%\x1b[0m" in line


def test_statistics_count_outcomes_and_findings_by_check() -> None:
    stream = StringIO()
    terminal.statistics(report(), Console(file=stream, width=100, no_color=True), "zh")
    row = next(line for line in stream.getvalue().splitlines() if line.startswith("prose/parts-of-total"))
    assert row.split() == ["prose/parts-of-total", "-", "1", "-", "1", "-", "1", "-"]


def test_a_clean_report_says_so() -> None:
    clean = Report("0", "0", (report().documents[3],))
    assert "数字相符（90.0% 已核对）" in shown(report_=clean)


def test_broken_checks_are_never_silent() -> None:
    assert "1 项关系检查出错" in shown()
    stream = StringIO()
    terminal.broken(report(), Console(file=stream, width=100, no_color=True), "zh")
    assert "prose/share  division by zero" in stream.getvalue()


def test_a_report_cannot_steer_the_terminal() -> None:
    nasty = replace(
        WORDS, message="甲\x1b[2J\x9b2J乙\a", evidence=(replace(WORDS.evidence[0], quote="丙\x1b]0;x\x07"),)
    )
    stream = StringIO()
    out = Console(file=stream, width=80, no_color=True)
    one = Report("0", "0", (replace(report().documents[0], path="a\x1b[1m.txt", findings=(nasty,)),))
    terminal.summary(one, out, "zh")
    terminal.brief(one, out, "zh")
    assert not any(control in stream.getvalue() for control in "\x1b\x9b\a")
    assert "甲\ufffd[2J" in stream.getvalue()
