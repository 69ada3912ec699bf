"""Why are two figures not compared? The dimension in which they may differ, in words."""

from __future__ import annotations

_WORDS = {
    "period": "年份无法确定或可能不同 (the year is not known, or may differ)",
    "basis": "预算、执行、决算口径无法确定或可能不同 (the basis is not known, or may differ)",
    "scope": "全域或本级无法确定或可能不同 (the level of government is not known, or may differ)",
    "fund": "所属预算（基金）无法确定或可能不同 (the fund is not known, or may differ)",
}


def unknown(dimension: str) -> str:
    """The reason of an outcome that is skipped because of a dimension."""
    return _WORDS[dimension]
