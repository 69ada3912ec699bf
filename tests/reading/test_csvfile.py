"""CSV and TSV files: delimiter, encoding, several tables."""

from pathlib import Path

import pytest

from auditor.errors import InputError
from auditor.model.document import Table
from auditor.reading.sheet.csvfile import delimiter_of, read


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ('项目,金额\n合计,"1,200.00"\n', ","),
        ("项目;金额\n合计;1,200.00\n甲;3\n", ";"),
        ("项目\t金额\n合计\t1,200.00\n", "\t"),
        ("只有一列\n", ","),
    ],
)
def test_the_delimiter_is_the_steadiest(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_tables_have_titles_captions_and_lines(encoding: str) -> None:
    text = '收入决算表,\n单位：万元,\n项目,金额\n"合\n计","1,200.00"\n\n支出决算表,\n项目,金额\n甲,2\n'
    first, second = read(Path("a.csv"), text.encode(encoding)).tables()
    assert (first.title, first.caption) == ("收入决算表", ("单位：万元",))
    assert grid(first) == [["项目", "金额"], ["合\n计", "1,200.00"]]
    assert [row[0].location.line for row in first.rows] == [3, 4]
    assert (second.title, second.rows[0][0].location.line) == ("支出决算表", 8)


def test_a_file_with_too_many_rows_is_refused() -> None:
    with pytest.raises(InputError, match="more than 20000 rows"):
        read(Path("a.csv"), b"1,2\n" * 100_000)
