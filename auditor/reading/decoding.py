"""In which encoding is a text file written?"""

from __future__ import annotations

from pathlib import Path

from auditor.errors import InputError

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(path: Path, data: bytes) -> str:
    """The text of ``data``: UTF-8, GB18030, or UTF-16 with a mark; line ends are \\n, other breaks are spaces."""
    if not data.strip():
        raise InputError(f"{path}：文件是空的", f"{path}: the file is empty")
    if data.startswith(_UTF16):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        raise InputError(f"{path}：是二进制文件，不是文本", f"{path}: this is a binary file, not text")
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _readable(text):
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", " ").replace("\f", " ")
    raise InputError(
        f"{path}：无法识别文字编码（支持 UTF-8、GB18030、带标记的 UTF-16）",
        f"{path}: the encoding is not known (UTF-8, GB18030, UTF-16 with a mark)",
    )


def _readable(text: str) -> bool:
    """False when control, private or unassigned characters show that the bytes were something else."""
    odd = sum(1 for c in text if (c < " " and c not in "\t\n\r\f\v") or c == "\x7f" or "\ue000" <= c <= "\uf8ff")
    return odd * 50 <= len(text)
