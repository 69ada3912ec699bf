"""The annotated PDF marks the figures where they stand and leaves the original alone; page images likewise."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2 as pdfium
import pytest
from PIL import Image

from auditor.errors import UsageError
from auditor.model.finding import Report
from auditor.model.verdict import verdict_of
from auditor.report import Context, annotated, headline, html, output, page_images, write
from tests.report import pdf
from tests.report.sample import CROSSFOOT, PDF, report

BOX = (150.0, 138.0, 206.0, 152.0)  # as displayed on an upright page


def setting(tmp_path: Path, **shape: int) -> tuple[Report, Context]:
    source = pdf.make(tmp_path / "qinglan.pdf", **shape)
    return report(), Context(sources={PDF: source})


def highlights(data: bytes, page: int) -> list[Any]:
    found = pypdf.PdfReader(io.BytesIO(data)).pages[page].get("/Annots", [])
    return [each.get_object() for each in found if each.get_object()["/Subtype"] == "/Highlight"]


def margin_notes(data: bytes, page: int) -> list[Any]:
    found = pypdf.PdfReader(io.BytesIO(data)).pages[page].get("/Annots", [])
    return [each.get_object() for each in found if each.get_object()["/Subtype"] == "/FreeText"]


def test_figures_are_highlighted_with_a_note_on_the_disputed_one(tmp_path: Path) -> None:
    full, context = setting(tmp_path)
    data = annotated.write(full.documents[1], context)
    notes = [str(each.get("/Contents", "")) for each in highlights(data, 2)]
    assert len(notes) == 4  # three of the cross-footing, one of the tie; its other figure has no page here
    assert any("应为 13,831.06" in note and "4,728.59" in note for note in notes)
    assert sum(bool(note) for note in notes) == 2


@pytest.mark.parametrize(("lang", "said"), [("zh", "本页未能读出，未核对"), ("en", "This page could not be read")])
def test_pages_that_were_not_read_say_so_and_the_first_page_sums_up(tmp_path: Path, lang: str, said: str) -> None:
    full, context = setting(tmp_path)
    document = replace(full.documents[1], unread=(2,))
    data = annotated.write(document, replace(context, lang=lang))
    boxes = [margin_notes(data, page) for page in range(3)]
    assert [len(each) for each in boxes] == [1, 1, 0]
    assert said in boxes[1][0]["/Contents"]
    summing = boxes[0][0]["/Contents"].splitlines()
    assert headline.unread(document, lang) in summing
    assert all(words in summing[0] for _, words in headline.parts(verdict_of(document), lang))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_note_stands_upright_in_the_upper_left_corner_of_the_page_as_displayed(tmp_path: Path, rotation: int) -> None:
    full, context = setting(tmp_path, rotation=rotation)
    target = tmp_path / "marked.pdf"
    target.write_bytes(annotated.write(replace(full.documents[1], unread=(2,)), context))
    opened = pdfium.PdfDocument(target)
    image = opened[1].render(scale=1, may_draw_forms=False).to_pil().convert("RGB")
    opened.close()
    red = [(x, y) for x in range(image.width) for y in range(image.height) if image.getpixel((x, y)) == (154, 27, 27)]
    assert red and max(x for x, _ in red) < image.width / 2 and max(y for _, y in red) < 40
    across = max(x for x, _ in red) - min(x for x, _ in red)
    assert across > 2 * (max(y for _, y in red) - min(y for _, y in red))


def test_the_original_is_not_touched(tmp_path: Path) -> None:
    full, context = setting(tmp_path)
    before = context.sources[PDF].read_bytes()
    target = tmp_path / "marked.pdf"
    assert write(full, "annotated", target, context) == (target,)
    assert context.sources[PDF].read_bytes() == before and output.is_ours(target)
    with pytest.raises(UsageError, match="never overwritten"):
        write(full, "annotated", context.sources[PDF], context, force=True)


def test_a_long_copy_is_known_as_ours_and_can_still_be_read(tmp_path: Path) -> None:
    full, context = setting(tmp_path, pages=300)
    target = tmp_path / "marked.pdf"
    for _ in range(2):
        write(full, "annotated", target, context)
    assert target.stat().st_size > 20_000
    assert len(pypdf.PdfReader(target).pages) == 300


def test_a_folder_gets_one_copy_for_each_pdf(tmp_path: Path) -> None:
    full, context = setting(tmp_path)
    folder = tmp_path / "marked"
    folder.mkdir()
    assert [file.name for file in write(full, "annotated", folder, context)] == ["qinglan.annotated.pdf"]


def test_there_must_be_a_document_to_annotate(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no document to annotate"):
        write(replace(report(), documents=report().documents[:1]), "annotated", tmp_path / "x.pdf", Context())


def test_a_damaged_pdf_is_one_sentence(tmp_path: Path) -> None:
    full, context = setting(tmp_path)
    context.sources[PDF].write_bytes(b"%PDF-1.4\nnothing")
    with pytest.raises(UsageError, match="cannot be annotated"):
        write(full, "annotated", tmp_path / "x.pdf", context)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("origin", [0, 50])
def test_the_highlight_lies_on_the_figure_however_the_page_is_turned(
    tmp_path: Path, rotation: int, origin: int
) -> None:
    full, context = setting(tmp_path, rotation=rotation, origin=origin)
    width, height = pdf.WIDTH, pdf.HEIGHT
    x0, y0, x1, y1 = BOX
    shown = {
        0: BOX,
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }[rotation]
    first = CROSSFOOT.evidence[0]
    first = replace(first, location=replace(first.location, bbox=shown))
    document = replace(full.documents[1], findings=(replace(CROSSFOOT, evidence=(first,)),))
    rectangle = [float(edge) for edge in highlights(annotated.write(document, context), 2)[0]["/Rect"]]
    # The text was put at these coordinates of user space.
    expected = (150 + origin - 1, height - 152 + origin - 1, 206 + origin + 1, height - 138 + origin + 1)
    assert rectangle == pytest.approx(expected)


def test_the_page_around_a_figure_is_shown_with_the_figure_outlined(tmp_path: Path) -> None:
    full, context = setting(tmp_path)
    first = replace(CROSSFOOT.evidence[0], location=replace(CROSSFOOT.evidence[0].location, bbox=BOX))
    finding = replace(CROSSFOOT, evidence=(first,))
    text = html.write(replace(full, documents=(replace(full.documents[1], findings=(finding,)),)), context)
    pictures = re.findall(r'<img src="data:image/png;base64,([^"]+)"', text)
    assert len(pictures) == 1
    image = Image.open(io.BytesIO(base64.b64decode(pictures[0]))).convert("RGB")
    assert image.width == round(pdf.WIDTH * page_images.SCALE)
    reds = [
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if (pixel := image.getpixel((x, y))) and isinstance(pixel, tuple) and pixel[0] > 150 and pixel[1] < 80
    ]
    xs = [x / page_images.SCALE for x, _ in reds]
    assert min(xs) == pytest.approx(148, abs=2) and max(xs) == pytest.approx(208, abs=2)


def test_no_picture_when_the_pdf_is_gone_or_is_another_file(tmp_path: Path) -> None:
    full, context = setting(tmp_path)
    assert "<img" in html.write(full, context)
    context.sources[PDF].write_bytes(b"%PDF-1.4 nonsense")
    assert "<img" not in html.write(full, context)
    context.sources[PDF].unlink()
    assert "<img" not in html.write(full, context)
