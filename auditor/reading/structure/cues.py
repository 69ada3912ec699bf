"""What do words and punctuation say about the role of a line?

The patterns are bounded: lines come from files that nobody vouches for.
"""

from __future__ import annotations

import re

from auditor.reading.numbering import number_of

WRAPPED = 18  # a line of at least so many characters may have been broken by the margin
SHORT = 40
TITLE = 48  # longer lines are running text

TERMINAL = re.compile(r"[。；;！!？?：:…][”’」』）)]?\s*$")
SENTENCES = re.compile(r"[。！？].")
CLAUSES = re.compile(r"[，,；;]")
OPEN_ENDS = ("，", ",", "、", "（", "(", "《", "“", "—")
AMOUNT = re.compile(r"\d\s*(?:[万亿]?元|人|%|％|分(?![\u4e00-\u9fff]))")
BARE_NUMBER = re.compile(r"\d{1,3}$")
PAGE_NUMBER = re.compile(
    r"(?:[-—–－]{1,2}\s*\d{1,4}\s*[-—–－]{1,2}|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?)$"
)
BRACKETED = re.compile(r"[（(][^（()）]{1,20}[）)]$")
NOTE = re.compile(r"(?:备?注|说明|填[报表]说明)\s*(?:[：:]|\d\s*[.、．])")
NOTE_NUMBERED = re.compile(r"(?:(?:备?注|说明|填[报表]说明)\s*[：:]?\s*)?\d\s*[.、．]")
ANNEX = re.compile(r"附\s*(?:件|表|录)\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?$")
STARTS_ANEW = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}(?:是|、)|[-•●◆■*]\s|(?:备?注|说明)\s*[：:]|附\s*件|公开\s*\d|单位\s*[：:]"
    r"|其中\s*[：:]|首先|其次|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{0,2}\s*日?$|[（(]\s*\d{4}\s*年度?\s*[）)]$)"
)
_CAPTION = re.compile(
    r"(?:(?:省|市|县|区)?(?:公开|决算|预算|财决|附|批复)?\s{0,4}表?\s{0,4}\d{1,2}\s{0,4}-?\d{0,2}\s{0,4}表|(?:附)?表\s*[\d一二三四五六七八九十]{1,3}(?:-\d+)?"
    r"|[（(]?\s*\d{4}\s*年度?\s*[）)]?)$"
    r"|.{0,30}?(?:单\s*位|部\s*门|编制[\u4e00-\u9fff]{0,4}|填报[\u4e00-\u9fff]{0,4}|金额[\u4e00-\u9fff]{0,4}|预算代码|编报)"
    r"[\u4e00-\u9fff]{0,4}\s*[：:]"
)
_TITLE_END = re.compile(
    r"(?:报\s*告|报\s*告\s*书|表|目\s*录|概\s*况|说\s*明|情\s*况|名\s*词\s*解\s*释|附\s*件|部门决算|部门预算|单位决算|单位预算)"
    r"(?:[（(][^（()）]{1,16}[）)])?$"
)
_REPORT_END = re.compile(r"(?:报告|报告书|(?:部门|单位)(?:决算|预算)(?:公开)?)(?:[（(][^（()）]{1,16}[）)])?$")
_INNER = re.compile(r"[，。；：、,;:！？!?]")
_TABLE_NUMBER = re.compile(
    r"(?:公开|附)?表\s*(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]{1,3})\s*[：:、，]\s*(?=\S)"
)
_FIELD = re.compile(r"(?:^|(?<=\s))([\u4e00-\u9fff]{2,10}(?:[（(][\u4e00-\u9fff]{1,6}[）)])?)\s*[：:]")
_PAGE_AT_END = re.compile(r"\d{1,4}\s?[-—]?$")
_DOTS = ".…·．。‥_-—"
_CHAIN = re.compile(r"[（(]\s*([类款项])\s*[）)]")


def squeezed(text: str) -> str:
    """``text`` without any white space."""
    return re.sub(r"\s+", "", text)


def is_contents_title(text: str) -> bool:
    return squeezed(text).strip("—-·*") in ("目录", "目次")


def leader(text: str) -> bool:
    """True when a dot leader or wide space and a page number end the line."""
    return without_leader(text) != text


def without_leader(text: str) -> str:
    """An entry of a table of contents without its dot leader and page number."""
    page = _PAGE_AT_END.search(text[-8:])
    if page is None:
        return text
    before = text[: len(text) - len(page.group())]
    entry = before.rstrip(_DOTS + " \u3000\t")
    fill = before[len(entry) :]
    led = sum(fill.count(dot) for dot in _DOTS) >= 2 or sum(map(str.isspace, fill)) >= 2 or "\t" in fill
    return entry if led and entry else text


def is_caption(text: str) -> bool:
    introduces = text.endswith(("：", ":")) and len(text) > 12  # a sentence that leads to the table
    return len(text) <= 60 and not text.endswith("。") and not introduces and _CAPTION.match(text) is not None


def plain_title(text: str) -> bool:
    """A short line without clauses, numbers of things or an end mark (its own number aside)."""
    number = number_of(text)
    title = text.removeprefix(number.text) if number else text
    return 0 < len(title) <= SHORT and not re.search(r"[，。；：,;:！？!?]", title)


def could_be_title(text: str) -> bool:
    """Nothing speaks against this line being a title; a table's number may be set off in front of it (表一：收入决算表)."""
    words = _TABLE_NUMBER.sub("", text, count=1) if _TABLE_NUMBER.match(text) else text
    return 2 <= len(words) <= 60 and not TERMINAL.search(text) and not _INNER.search(words) and not AMOUNT.search(text)


def title_like(text: str) -> bool:
    """Its words say that this un-numbered line is a title."""
    return could_be_title(text) and len(text) <= SHORT and _TITLE_END.search(text) is not None


def open_title(text: str) -> bool:
    """A title that goes on in the next line: it could be one, but does not end like one."""
    return could_be_title(text) and not title_like(text) and not BRACKETED.match(text) and not ANNEX.match(text)


def is_report_title(text: str) -> bool:
    return could_be_title(text) and len(squeezed(text)) >= 5 and _REPORT_END.search(squeezed(text)) is not None


def open_bracket(text: str) -> bool:
    """A bracket or quotation mark is open at the end of ``text``."""
    depth = 0
    for char in text[-200:]:
        if char in "（(《“【〔":
            depth += 1
        elif char in "）)》”】〕" and depth:
            depth -= 1
    return depth > 0


def item_chain(text: str) -> bool:
    """A budget item by its path: …（类）…（款）…（项）, and nothing after it."""
    marks = _CHAIN.findall(text)
    return bool(marks) and marks[-1] == "项" and re.search(r"项\s*[）)][。；;：:.]?$", text) is not None


def open_chain(a: str, b: str) -> bool:
    """The path of a budget item breaks off in ``a`` and ends in ``b``."""
    before, after = _CHAIN.findall(a), _CHAIN.findall(b[:40])
    return bool(before) and before[-1] in "类款" and bool(after) and after[0] != "类" and not CLAUSES.search(a)


def fields(text: str) -> tuple[tuple[str, str], ...]:
    """The ``name：value`` pairs of a form line; empty when the line is running text."""
    if len(text) > 100 or re.search(r"[。；]", text):
        return ()
    found = list(_FIELD.finditer(text))
    if not found or found[0].start():
        return ()
    ends = [match.start() for match in found[1:]] + [len(text)]
    return tuple((squeezed(m.group(1)), text[m.end() : end].strip()) for m, end in zip(found, ends, strict=True))


def is_field(text: str) -> bool:
    """A form line with something in it; 围的单位包括： may as well be the end of a sentence."""
    return len(text) <= SHORT and any(value for _, value in fields(text))


def is_form_line(text: str) -> bool:
    """Several fields in one line, as under a form: 填表人：… 填报日期：… 联系电话：…"""
    return len(fields(text)) >= 2
