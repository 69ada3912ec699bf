"""The desk answers its own page only, takes reports, shows both places, and keeps decisions beside the reports."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auditor.desk import server
from tests.desk.conftest import Desk, start, zipped

EXAMPLES = Path("example_data/final-accounts")


@pytest.fixture(scope="module")
def laid(desk: Desk) -> Desk:
    """A desk with two reports on it."""
    assert desk.drop("云溪/决算.docx", (EXAMPLES / "errors.docx").read_bytes())[0] == 200
    assert desk.drop("坏.docx", b"PK\x03\x04 no document")[0] == 200
    desk.wait()
    return desk


def finding_of(desk: Desk, name: str = "云溪/决算.docx") -> tuple[str, str]:
    document = desk.ids()[name]
    page = desk.call("GET", f"/d/{document}")[1]
    return document, page.split('data-finding="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"Host": "evil.example"}),  # DNS rebinding
        ("GET", {"Cookie": ""}),
        ("GET", {"Cookie": "auditor_desk=wrong"}),
        ("PUT", {"Origin": "http://evil.example"}),  # CSRF
        ("PUT", {"Origin": ""}),
        ("PUT", {"Origin": "null"}),
        ("PUT", {"Sec-Fetch-Site": "cross-site"}),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}),
    ],
)
def test_calls_from_elsewhere_are_refused_in_one_sentence(desk: Desk, method: str, headers: dict[str, str]) -> None:
    status, said = desk.call(method, "/upload?name=x.txt" if method == "PUT" else "/", b"x", headers)
    assert status == 403 and "\n" not in said
    assert not (desk.folder / "x.txt").exists()


def test_it_listens_on_the_loopback_address_only(desk: Desk) -> None:
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with socket.socket() as probe:
            probe.settimeout(2)
            assert probe.connect_ex((address, desk.port)) != 0


def test_the_page_may_load_nothing_from_anywhere_else(laid: Desk) -> None:
    document, _ = finding_of(laid)
    for path in ("/", f"/d/{document}", "/static/desk.js", "/static/desk.css", "/static/report.css"):
        text = laid.call("GET", path)[1].replace("http://www.w3.org/", "")
        assert "http://" not in text and "https://" not in text and "//" not in text.split("url(")[-1][:2]


@pytest.mark.parametrize(
    ("name", "said"),
    [("../x.txt", "指向文件夹之外"), ("x.exe", "不是报告"), ("a/../../x.pdf", "指向文件夹之外")],
)
def test_an_upload_that_is_no_report_is_one_sentence(desk: Desk, name: str, said: str) -> None:
    status, answer = desk.drop(name, b"x")
    assert status == 422 and said in json.loads(answer)["said"]


def test_two_gigabytes_are_refused_before_they_come(desk: Desk) -> None:
    with socket.create_connection(("127.0.0.1", desk.port), 20) as line:
        line.sendall(
            f"PUT /upload?name=x.pdf HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\nOrigin: http://127.0.0.1:{desk.port}\r\n"
            f"Cookie: auditor_desk_{desk.port}={desk.token}\r\nContent-Length: {2 * 1024**3}\r\n\r\n".encode()
        )
        answer = line.recv(4096).decode("utf-8", "replace")
    assert answer.startswith("HTTP/1.1 422")


def test_the_worst_stands_first_and_the_unread_is_named(laid: Desk) -> None:
    rows = laid.call("GET", "/rows")[1]
    assert rows.index("坏.docx") < rows.index("云溪/决算.docx") and "无法读取" in rows


def test_a_report_without_findings_and_one_that_cannot_be_read_have_a_page_too(laid: Desk) -> None:
    laid.drop("相符.docx", (EXAMPLES / "clean.docx").read_bytes())
    laid.wait()
    for name, said in (("坏.docx", "坏.docx"), ("相符.docx", "数字相符")):
        document = laid.ids()[name]
        status, page = laid.call("GET", f"/d/{document}")
        assert status == 200 and said in page
        for view in ("tables", "pages", "ledger"):
            assert laid.call("GET", f"/d/{document}/{view}")[0] == 200


def test_both_places_stand_side_by_side_with_ticks(laid: Desk) -> None:
    document, finding = finding_of(laid)
    part = laid.call("GET", f"/d/{document}/f/{finding}")[1]
    assert part.count('<section class="place') == 2
    assert "disputed chosen" in part and "compared chosen" in part and " ok" in part


def test_from_a_figure_to_its_relations_and_back(laid: Desk) -> None:
    document, _ = finding_of(laid)
    tables = laid.call("GET", f"/d/{document}/tables")[1]
    ticked = tables.split(' ok" tabindex="0" role="button" hx-get="', 1)[1].split('"', 1)[0]
    relations = laid.call("GET", ticked)[1]
    assert "通过" in relations
    back = relations.split('hx-get="', 1)[1].split('"', 1)[0]
    assert "chosen" in laid.call("GET", back)[1]


def test_a_decision_is_kept_and_another_window_is_told(laid: Desk) -> None:
    document, finding = finding_of(laid)
    seen = "␟␟␟"
    assert "确认 <kbd>" in laid.form(document, finding, kind="confirm", reason="属实", by="王", until="", seen=seen)
    told = laid.form(document, finding, kind="waive", reason="我写的理由", by="李", until="", seen=seen)
    assert "另一个窗口已作出决定（确认 王 属实）" in told and "我写的理由" in told
    assert "decision: confirm" in (laid.folder / "auditor-decisions.yaml").read_text("utf-8")


def test_a_decision_without_a_reason_keeps_what_was_typed(laid: Desk) -> None:
    document, _ = finding_of(laid)
    page = laid.call("GET", f"/d/{document}")[1]
    finding = page.split('id="item-')[3].split('"', 1)[0]
    told = laid.form(document, finding, kind="waive", reason="", by="赵六", until="", seen="␟␟␟")
    assert "缺少 reason" in told and "赵六" in told


def test_the_letter_has_only_what_was_confirmed(laid: Desk) -> None:
    document, finding = finding_of(laid)
    laid.form(document, finding, kind="confirm", reason="属实", by="王", until="", seen="␟␟␟")
    for name in ("letter", "checklist", "workpaper", "overview", "html", "json"):
        status, _ = laid.call("GET", f"/export/{name}")
        assert status == 200, name
    found = [f for d in json.loads(laid.call("GET", "/export/json")[1])["documents"] for f in d["findings"]]
    assert [f["id"] for f in found if f.get("decision")] == [finding]


def test_desk_and_command_line_give_the_same_decisions(laid: Desk) -> None:
    written = json.loads(laid.call("GET", "/export/json")[1])
    command = [sys.executable, "-m", "auditor", "check", str(laid.folder), "--format", "json", "--lang", "zh"]
    command += ["--waivers", str(laid.folder / "auditor-decisions.yaml"), "--exit-zero"]
    told = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    decided = [
        [(f["id"], f["waived"], f.get("decision")) for d in each["documents"] for f in d["findings"]]
        for each in (written, told)
    ]
    assert decided[0] == decided[1]


def test_a_report_that_vanishes_is_one_sentence(desk: Desk) -> None:
    desk.drop("会消失.pdf", (EXAMPLES / "errors.pdf").read_bytes())
    desk.wait()
    document = desk.ids()["会消失.pdf"]
    (desk.folder / "会消失.pdf").unlink()
    status, said = desk.call("GET", f"/d/{document}/page/1.png")
    assert status == 422 and "已不在原处" in said
    assert desk.call("GET", f"/d/{document}")[0] == 200


def test_a_corrected_draft_keeps_the_decisions_on_what_is_still_there(laid: Desk) -> None:
    document, finding = finding_of(laid)
    laid.form(document, finding, kind="confirm", reason="属实", by="王", until="", seen="␟␟␟")
    import docx

    draft = docx.Document(str(EXAMPLES / "errors.docx"))
    for paragraph in draft.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("67.67%", "76.67%")
    stream = io.BytesIO()
    draft.save(stream)
    laid.drop("云溪/决算.docx", stream.getvalue())
    laid.wait()
    page = laid.call("GET", f"/d/{document}?f={finding}")[1]
    assert "76.67%" not in page.split('id="detail"')[0].split("</header>")[1]
    assert f'id="item-{finding}"' in page and 'data-decision="confirm"' in page


def test_a_second_desk_and_a_port_in_use_are_one_sentence(desk: Desk, tmp_path: Path) -> None:
    for folder, options, said in (
        (desk.folder, (), "已有一个工作台在运行"),
        (tmp_path, ("--port", str(desk.port)), "已被占用"),
    ):
        command = [sys.executable, "-m", "auditor", "serve", str(folder), "--no-browser", "--lang", "zh", *options]
        ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
        assert ended.returncode == 2 and said in ended.stderr and ended.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no /proc to look at")
@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_the_workers_end_with_the_desk(tmp_path: Path, how: str) -> None:
    desk = start(tmp_path)
    desk.drop("x.txt", "云溪市档案馆2024年度部门决算\n\n本年支出120万元，与上年相比增加20万元，增长25%。\n".encode())
    desk.wait()
    children = Path(f"/proc/{desk.process.pid}/task/{desk.process.pid}/children").read_text().split()
    assert children
    getattr(desk.process, how)()
    desk.process.wait(20)
    for _ in range(100):
        left = [
            each
            for each in children
            if Path(f"/proc/{each}").is_dir() and "spawn" in Path(f"/proc/{each}/cmdline").read_text()
        ]
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError(left)


def test_a_desk_opened_again_has_everything(tmp_path: Path) -> None:
    first = start(tmp_path)
    first.drop("x.txt", "云溪市档案馆2024年度部门决算\n\n本年支出120万元，与上年相比增加20万元，增长25%。\n".encode())
    first.wait()
    document, finding = finding_of(first, "x.txt")
    first.form(document, finding, kind="ask", reason="问过", by="王", until="", seen="␟␟␟")
    first.stop()
    again = start(tmp_path)
    try:
        again.wait()
        assert 'data-decision="ask"' in again.call("GET", f"/d/{document}")[1]
    finally:
        again.stop()


def test_a_bomb_is_one_sentence_and_the_desk_goes_on(desk: Desk) -> None:
    status, answer = desk.drop("炸弹.zip", zipped(**{"x.txt": b"0" * 300_000_000}))
    said = json.loads(answer)["said"]
    assert status == 422 and "炸弹.zip" in said and "\n" not in said and str(desk.folder) not in said
    assert not [path for path in desk.folder.rglob("*") if path.is_file() and path.stat().st_size > 10_000_000]
    assert desk.call("GET", "/")[0] == 200


def test_an_archive_that_climbs_leaves_nothing_outside(desk: Desk) -> None:
    desk.drop(
        "爬出.zip",
        zipped(**{"../../evil.txt": b"x", "/tmp/evil-desk.txt": b"x", "good.txt": "本年支出1万元。".encode()}),
    )
    outside = [desk.folder.parent / "evil.txt", desk.folder.parent.parent / "evil.txt", Path("/tmp/evil-desk.txt")]
    assert not any(path.exists() for path in outside)
    assert desk.call("GET", "/rows")[0] == 200


def test_without_a_browser_the_address_is_there_to_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_address: str) -> bool:
        raise server.webbrowser.Error("could not locate runnable browser")

    for opened, lang, expected in (
        (none, "zh", ["没有找到浏览器，请自行打开上面的地址"]),
        (lambda _: False, "en", ["no browser was found; open the address above"]),
        (lambda _: True, "zh", []),
    ):
        said: list[str] = []
        monkeypatch.setattr(server.webbrowser, "open", opened)
        server._open(lang, "http://127.0.0.1:1/", said.append)
        assert said == expected
