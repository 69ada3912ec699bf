"""How are causes and repairs said, in Chinese and in English?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from auditor.diagnosis.surroundings import Nearby
from auditor.model.finding import Evidence


class Words(NamedTuple):
    zh: str
    en: str

    def say(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


TRANSPOSED = Words("两位数字颠倒", "two digits changed places")
DIGIT = Words("一位数字误写", "one digit is mistyped")
SOME_DIGIT = Words(
    "差额恰为一位数字之差，疑其中某一数误写一位数字",
    "the gap is that of a single digit: one of the figures has a mistyped digit",
)
SOME_PARTS_DIGIT = Words(
    "合计有其他关系印证，差额恰为一位数字之差，疑某一项误写一位数字",
    "other relations vouch for the total, and the gap is that of a single digit: one part has a mistyped digit",
)
SIGN = Words("增减方向（正负号）写反", "the sign or the direction is reversed")
CLASH = Words("增减方向前后矛盾", "change and rate point in opposite directions")
REVERSED = Words("大小关系写反", "the comparison is the wrong way round")
LEVEL = Words("两数相等，并无大小之分", "the two figures are equal")
TRUNCATED = Words("末位截尾，未四舍五入", "the last place was cut off instead of rounded")
FORCED_SHARE = Words("为使各项占比之和恰为100%而调整了末位", "adjusted so that the shares add to exactly 100 %")

OFFSET_SHARE = Words(
    "与同一句的另一项占比此多彼少、合计恰为100%，其中一项系倒挤",
    "wrong by as much as another share the other way, both adding to 100 %: one was taken from the other",
)
WRONG_YEAR = Words("年份写错", "the year is wrong")
BLANK = Words("应填的数字漏填", "the number was left blank")


def magnitude(shift: int) -> Words:
    """A point that is ``shift`` places too far right (or left, when negative)."""
    count = abs(shift)
    zh, en = ("右", "right") if shift > 0 else ("左", "left")
    places = "one place" if count == 1 else f"{count} places"
    return Words(f"小数点错位（误向{zh}移{count}位）", f"the decimal point is {places} too far {en}")


def unit(shift: int, *, ratio: bool) -> Words:
    if ratio:
        return Words(
            "相差一万倍，疑分子分母单位不同（元、万元）",
            "off by 10,000: numerator and denominator seem to be in different units",
        )
    zh = {4: "以元为单位的数写成了万元", -4: "单位写小了一万倍（如亿元写成万元、万元写成元）"}
    return Words(
        f"单位有误：{zh.get(shift, '相差一亿倍（元与亿元）')}",
        f"wrong unit: {10 ** abs(shift):,} times too {'large' if shift > 0 else 'small'}",
    )


def forced_footing(copy: Evidence) -> Words:
    where = f"《{copy.table}》的 " if copy.table else ""
    return Words(
        f"尾数调整：{where}{copy.text} 使所在合计恰好相加，另一处未调整",
        f"forced footing: {copy.text}{f' in {copy.table}' if copy.table else ''} makes its column add up, the other copy does not",
    )


def double_part(part: Evidence) -> Words:
    name = f"“{part.row}”" if part.row else ""
    return Words(
        f"多出的正是其中一项{name} {part.text}，疑重复计入",
        f"the surplus is one of the parts, {part.text}: counted twice?",
    )


def entered_twice(part: Evidence) -> Words:
    return Words(f"与另一项 {part.text} 相同，疑同一金额重复填列", f"the same as the other {part.text}: entered twice?")


def balancing(whole: Nearby, part: Nearby) -> Words:
    return Words(
        f"{whole.printed} − {part.printed} 恰为该数，疑系倒挤得出",
        f"it is {whole.printed} less {part.printed}: a balancing figure?",
    )


def missing_part(nearby: Nearby) -> Words:
    return Words(f"差额正是{nearby.zh}，疑漏列该项", f"the gap is {nearby.en}: left out?")


def copied(nearby: Nearby) -> Words:
    return Words(f"与{nearby.zh}相同，疑误用该数", f"the same as {nearby.en}: taken from there?")


def other_base(nearby: Nearby) -> Words:
    return Words(f"与以{nearby.zh}为基数的结果相符，疑基数用错", f"it is the percentage of {nearby.en}: wrong base?")


def other_part(nearby: Nearby) -> Words:
    return Words(
        f"与按{nearby.zh}计算的结果相符，疑取错了数", f"it is the percentage that {nearby.en} gives: wrong figure?"
    )


def exchanged(nearby: Nearby) -> Words:
    return Words(f"为 0 的是{nearby.zh}，疑写反", f"the one that is 0 is {nearby.en}: exchanged?")


def consequence(printed: str) -> Words:
    return Words(f"由 {printed} 有误引起", f"follows from {printed} being wrong")


def repaired(printed: str, right: str, relations: int) -> Words:
    return Words(
        f"；将 {printed} 改为 {right} 后 {relations} 条关系成立",
        f"; {relations} relations hold with {right} in place of {printed}",
    )


def likelier(printed: str, right: str) -> Words:
    return Words(f"；疑误在 {printed}，改为 {right} 后成立", f"; {printed} is the likelier slip: it holds with {right}")


def again(place: Words) -> Words:
    return Words(f"与{place.zh}是同一处错误的重复", f"repeats the mistake on {place.en}")


def also(places: Sequence[str], number: int, more: int, lang: str) -> str:
    """The further places of a mistake, for the end of its message."""
    if lang == "zh":
        return f"；同样的错误另有 {number} 处（{'、'.join(places)}{' 等' if more else ''}）"
    return (
        f"; the same mistake {number} more time{'s' if number > 1 else ''} ({', '.join(places)}{' …' if more else ''})"
    )
