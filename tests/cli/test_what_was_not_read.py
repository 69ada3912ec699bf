"""A page that was not read, a text of which nothing was decided, an unreadable document and a file that was passed over are named
and counted in every format, and no format calls such a run right."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner, Result
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from auditor.app import session
from auditor.cli.main import cli

RIGHT = "本年支出120万元，与上年相比增加20万元，增长20%。"
COUNTED = ("1 份无法读取", "1 份无结论", "1 页未读取", "略过 1 个文件")
NAMED = ("scan.pdf", "第2页未读取", "letter.txt", "无结论：2 个数字中只核对了 0 个", "broken.docx", "附件.ofd")


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        (root / "reports").mkdir()
        scanned(root / "reports" / "scan.pdf")
        (root / "reports" / "letter.txt").write_text("尊敬的张先生：来信收到，附上120份材料和3张照片。\n", "utf-8")
        (root / "reports" / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
        (root / "reports" / "附件.ofd").write_bytes(b"x")
        session.forget()
        yield root
        session.forget()


def scanned(path: Path) -> None:
    """A PDF with a page of text and a page that is a picture."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 760, "一、支出情况说明")
    canvas.drawString(72, 730, RIGHT)
    canvas.showPage()
    picture = io.BytesIO()
    Image.new("RGB", (200, 280), "white").save(picture, "PNG")
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.save()


def check(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, ["check", "reports", "--lang", "zh", "--no-cache", *arguments])
    assert result.exit_code == 2, result.output
    return result


def squeezed(text: str) -> str:
    """Without what a line break or Markdown changes."""
    return "".join(text.replace("\\", "").split())


@pytest.mark.parametrize(
    "arguments", [(), ("-q",), ("--format", "markdown"), ("--format", "github"), ("--format", "html")]
)
def test_texts_name_and_count_them(arguments: tuple[str, ...]) -> None:
    text = squeezed(check(*arguments).stdout).replace("没有文字层，未读取", "未读取")
    assert [said for said in (*COUNTED, *NAMED) if squeezed(said) not in text] == []
    assert "数字相符" not in text


def test_github_says_them_as_warnings_and_errors() -> None:
    lines = check("--format", "github").stdout.splitlines()
    starts = [line.split(",")[0] for line in lines]
    assert "::error file=reports/broken.docx" in starts
    assert {"::warning file=reports/scan.pdf", "::warning file=reports/letter.txt"} <= set(starts)
    assert any(line.startswith("::warning title=auditor::") and "reports/附件.ofd" in line for line in lines)


def test_json_has_them_as_data() -> None:
    data = json.loads(check("--format", "json").stdout)
    verdict = data["verdict"]
    assert [verdict[key] for key in ("documents", "unreadable", "undecided", "unread", "passed_over")] == [
        3,
        1,
        1,
        1,
        1,
    ]
    assert [said for said in COUNTED if said not in verdict["headline"]] == []
    assert data["passed_over"] == ["reports/附件.ofd"]
    of = {document["file"]: document for document in data["documents"]}
    assert of["reports/scan.pdf"]["unread"] == [2] and of["reports/scan.pdf"]["verdict"]["conclusion"] == "agrees"
    assert of["reports/letter.txt"]["verdict"]["conclusion"] == "no_conclusion"
    assert of["reports/broken.docx"]["verdict"]["conclusion"] == "unreadable"
    assert of["reports/broken.docx"]["coverage"]["rate"] == 0


def test_sarif_has_them_as_notifications_with_their_place() -> None:
    run = json.loads(check("--format", "sarif").stdout)["runs"][0]
    said = {}
    for each in run["invocations"][0]["toolExecutionNotifications"]:
        place = each.get("locations", [{}])[0].get("physicalLocation", {}).get("artifactLocation", {}).get("uri", "")
        said[place] = (each["level"], each["message"]["text"])
    assert said["reports/scan.pdf"] == ("warning", "第2页未读取")
    assert said["reports/letter.txt"][0] == "warning" and said["reports/broken.docx"][0] == "error"
    assert "reports/%E9%99%84%E4%BB%B6.ofd" in said
    assert all(counted in said[""][1] for counted in COUNTED)


def test_junit_has_them_as_errors_and_skipped_cases() -> None:
    root = ElementTree.fromstring(check("--format", "junit").stdout)
    cases = {case.get("classname"): case for case in root.iter("testcase") if case.get("name") == "verdict"}
    assert {name: case[0].tag for name, case in cases.items()} == {
        "reports/scan.pdf": "error",
        "reports/letter.txt": "skipped",
        "reports/broken.docx": "error",
        "reports/附件.ofd": "skipped",
    }
    assert (root.get("errors"), root.get("skipped")) == ("2", "2")


def test_the_workpaper_has_an_overview_of_them(folder: Path) -> None:
    check("--report", "workpaper=out.xlsx")
    sheet = openpyxl.load_workbook(folder / "out.xlsx").worksheets[0]
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert [said for said in (*COUNTED, *NAMED) if said not in text] == []


def test_an_unread_page_is_not_success_and_a_passed_over_file_is_no_failure(folder: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(cli, ["check", "reports/scan.pdf", "--no-cache"]).exit_code == 2
    assert runner.invoke(cli, ["check", "reports/scan.pdf", "--no-cache", "--exit-zero"]).exit_code == 2
    assert runner.invoke(cli, ["check", "reports/letter.txt"]).exit_code == 0


def test_a_least_coverage_can_be_demanded(folder: Path) -> None:
    (folder / "a.txt").write_text(f"一、支出情况说明\n\n{RIGHT}\n\n另有资产50万元。\n", "utf-8")
    runner = CliRunner()

    def status(*arguments: str) -> int:
        return runner.invoke(cli, ["check", *arguments]).exit_code

    assert [status("a.txt", "--min-coverage", least) for least in ("50", "75", "76")] == [0, 0, 1]
    assert status("reports/letter.txt", "--min-coverage", "1") == 1
    assert status("a.txt", "--min-coverage", "101") == 2
