"""Plain data become typed values by annotations; what does not fit is refused with its place, in both languages."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Literal

import pytest

from auditor.rulebook.typed import Least, Most, Parsed, RefusalError, Strict, Words, fields


class Tone(Enum):
    LOW = "low"
    HIGH = "high"


class Note(Strict):
    name: str
    tone: Tone = Tone.LOW


def _halves(value: str) -> tuple[str, ...]:
    if "|" not in value:
        raise RefusalError("没有 |", "there is no |")
    return tuple(value.split("|"))


class Tune(Strict):
    pass_: Words
    notes: tuple[Note, ...] = ()
    by_name: Mapping[str, Note] = {}
    beats: Annotated[int, Least(2), Most(4)] = 4
    words: Annotated[Words, Least(1)] = ("a",)
    mode: Literal["major", "minor"] = "major"
    loud: bool = False
    halves: Annotated[tuple[str, ...], Parsed(_halves)] = ()
    since: int | None = None

    def examine(self) -> None:
        if self.loud and not self.notes:
            raise RefusalError("没有音", "nothing is loud", "notes")


class LongTune(Tune):
    verses: int


GOOD = {"pass": ["x"], "notes": [{"name": "c", "tone": "high"}], "by_name": {"d": {"name": "d"}}, "since": 2020}


def test_data_become_values_and_what_is_not_given_has_its_default():
    tune = Tune.read(GOOD | {"halves": "a|b"})
    assert (tune.pass_, tune.notes[0].name, tune.notes[0].tone) == (("x",), "c", Tone.HIGH)
    assert (tune.by_name["d"].tone, tune.beats, tune.since, tune.halves) == (Tone.LOW, 4, 2020, ("a", "b"))


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        ([], (), "must be a mapping"),
        ({}, ("pass",), "missing"),
        ({"pas": []}, ("pas",), "unknown field; did you mean pass?"),
        ({"pass": "x"}, ("pass",), "must be a list (it is x)"),
        ({"pass": ["x", 1]}, ("pass", 1), "must be text (it is 1)"),
        (GOOD | {"notes": [{"name": "c", "tone": "lo"}]}, ("notes", 0, "tone"), "must be 'low' or 'high'"),
        (GOOD | {"by_name": {"d": {"nam": "d"}}}, ("by_name", "d", "nam"), "did you mean name?"),
        (GOOD | {"by_name": []}, ("by_name",), "must be a mapping"),
        (GOOD | {"beats": 1}, ("beats",), "must be at least 2 (it is 1)"),
        (GOOD | {"beats": 5}, ("beats",), "must be at most 4 (it is 5)"),
        (GOOD | {"beats": True}, ("beats",), "must be a whole number"),
        (GOOD | {"loud": "yes"}, ("loud",), "must be true or false"),
        (GOOD | {"words": []}, ("words",), "at least 1 is needed"),
        (GOOD | {"mode": ["major"]}, ("mode",), "must be 'major' or 'minor'"),
        (GOOD | {"halves": "a"}, ("halves",), "there is no |"),
        ({"pass": [], "loud": True}, ("notes",), "nothing is loud"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(data, place, said):
    with pytest.raises(RefusalError) as refused:
        Tune.read(data)
    assert refused.value.place == place
    assert said in refused.value.en
    assert refused.value.zh != refused.value.en


def test_fields_are_inherited_and_one_without_default_is_needed():
    assert list(fields(LongTune)) == [*fields(Tune), "verses"]
    with pytest.raises(RefusalError, match="missing"):
        LongTune.read(GOOD)


def test_values_do_not_change_and_travel_between_processes():
    tune = Tune.read(GOOD)
    with pytest.raises(AttributeError, match="does not change"):
        tune.beats = 3
    assert pickle.loads(pickle.dumps(tune)).notes[0].name == "c"


def test_a_value_made_in_the_program_has_its_fields_and_no_others():
    assert Note(name="c").tone is Tone.LOW
    with pytest.raises(TypeError, match="lacking name"):
        Note()
    with pytest.raises(TypeError, match="pitch"):
        Note(name="c", pitch=1)
