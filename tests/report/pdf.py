"""A small PDF made by hand, with figures at known places, upright or turned."""

from __future__ import annotations

from pathlib import Path

WIDTH, HEIGHT = 400, 300


def make(path: Path, pages: int = 3, rotation: int = 0, origin: int = 0) -> Path:
    """Pages of 400 × 300 points whose lower left corner is at ``origin``; "13,830.70" 150 points right, 152 down."""
    stream = f"BT /F1 12 Tf 1 0 0 1 {150 + origin} {HEIGHT - 150 + origin} Tm (13,830.70) Tj ET".encode()
    kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
    box = f"[{origin} {origin} {WIDTH + origin} {HEIGHT + origin}]"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Rotate {rotation} /Contents 3 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    ).encode()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        *[page] * pages,
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    path.write_bytes(content)
    return path
