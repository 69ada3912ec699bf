"""How is a relation written, and does it hold between intervals?

A formula is ``left op right`` over named quantities with ``+ - * /``, ``sum(name)``, numbers and brackets. It is data:
it is read with Python's own parser, and only these node types are let through, so it can run no code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product

from auditor.model.interval import Interval, total, union

Values = Mapping[str, "Interval | tuple[Interval, ...]"]
OPERATORS = ("<=", ">=", "=", "<", ">")
_TOP_OPERATOR = re.compile(r"<=|>=|==|!=|=|<|>")
MAX_LENGTH = 500
MAX_CORNERS = 6  # repeated names beyond this are taken as plain intervals: wider, never wrong


class FormulaError(ValueError):
    """The text is not a formula; ``zh`` and ``en`` say what is wrong with it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Name:
    """A named quantity. In a table check it may carry a place: ``expenditure[合计, total]``."""

    name: str
    place: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}[{', '.join(self.place)}]" if self.place else self.name


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a name that stands for several quantities."""

    of: Name

    def __str__(self) -> str:
        return f"sum({self.of})"


@dataclass(frozen=True, slots=True)
class Operation:
    sign: str
    left: Expression
    right: Expression

    def __str__(self) -> str:
        left, right = str(self.left), str(self.right)
        if self.sign in "*/" and isinstance(self.left, Operation) and self.left.sign in "+-":
            left = f"({left})"
        if isinstance(self.right, Operation) and (self.sign in "*/" or (self.sign == "-" and self.right.sign in "+-")):
            right = f"({right})"
        return f"{left} {self.sign} {right}"


Expression = Number | Name | Sum | Operation


@dataclass(frozen=True, slots=True)
class Formula:
    """``left operator right``; the operator is one of ``= <= >= < >``."""

    left: Expression
    operator: str
    right: Expression

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"

    def names(self) -> list[Name]:
        """Every name, in order of appearance, repeats included."""
        return [*names(self.left), *names(self.right)]


def parse(text: str) -> Formula:
    """Read ``left op right``. Raises :class:`FormulaError`."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"公式超过 {MAX_LENGTH} 个字符", f"the formula is longer than {MAX_LENGTH} characters")
    operators = list(_TOP_OPERATOR.finditer(text))
    if len(operators) != 1 or operators[0].group() not in OPERATORS:
        signs = " ".join(OPERATORS)
        raise FormulaError(
            f"公式须恰有一个 {signs}：{text}", f"a formula has exactly one of {signs}; this one has not: {text}"
        )
    at = operators[0]
    return Formula(parse_expression(text[: at.start()]), at.group(), parse_expression(text[at.end() :]))


@lru_cache(maxsize=1024)
def parse_expression(text: str) -> Expression:
    """Read one side of a formula. Raises :class:`FormulaError`."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        shown = f"{text.strip():.80}"
        raise FormulaError(f"公式无法读懂：{shown}", f"the formula cannot be read: {shown}") from None
    return _expression(tree)


_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def _expression(node: ast.expr) -> Expression:
    match node:
        case ast.Constant(value=bool()):
            raise FormulaError("True 和 False 不是数", "True and False are no quantities")
        case ast.Constant(value=int() | float() as value):
            return Number(Decimal(str(value)))
        case ast.Name(id=name):
            return Name(name)
        case ast.Subscript(value=ast.Name(id=name), slice=place):
            return Name(name, _place(place))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            divisor = _expression(right)
            if isinstance(op, ast.Div) and _is_zero(divisor):
                raise FormulaError("公式除以零", "the formula divides by zero")
            return Operation(_SIGNS[type(op)], _expression(left), divisor)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Operation("-", Number(Decimal(0)), _expression(operand))
        case ast.Call(func=ast.Name(id="sum"), args=[argument], keywords=[]):
            inner = _expression(argument)
            if not isinstance(inner, Name):
                raise FormulaError("sum() 括号内只能是一个名称", "sum() takes one name")
            return Sum(inner)
    shown = f"{ast.unparse(node):.80}"
    raise FormulaError(
        f"公式中只能用名称、数字、+ - * / 和 sum()，不能用 {shown}",
        f"a formula has only names, numbers, + - * / and sum(), not {shown}",
    )


def _is_zero(expression: Expression) -> bool:
    """True when an expression of numbers alone is 0."""
    return not any(names(expression)) and _evaluate(expression, {}) == Interval.point(0)


def _place(node: ast.expr) -> tuple[str, ...]:
    elements = node.elts if isinstance(node, ast.Tuple) else [node]
    place = []
    for element in elements:
        match element:
            case ast.Name(id=word):
                place.append(word)
            case ast.Constant(value=str() | int() as word):
                place.append(str(word))
            case _:
                raise FormulaError(
                    f"方括号内只能写词，不能写 {ast.unparse(element):.80}",
                    f"a place is named with words, not {ast.unparse(element):.80}",
                )
    return tuple(place)


def names(expression: Expression) -> Iterator[Name]:
    match expression:
        case Name():
            yield expression
        case Sum(of):
            yield of
        case Operation(_, left, right):
            yield from names(left)
            yield from names(right)


def put(expression: Expression, name: str, other: Expression) -> Expression:
    """The expression with another in the place of a name."""
    match expression:
        case Name(found) if found == name:
            return other
        case Operation(sign, left, right):
            return Operation(sign, put(left, name, other), put(right, name, other))
    return expression


_ARITHMETIC: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": Interval.__add__,
    "-": Interval.__sub__,
    "*": Interval.__mul__,
    "/": Interval.__truediv__,
}


def evaluate(expression: Expression, values: Values) -> Interval:
    """The values an expression can take. ``ZeroDivisionError`` when a divisor may be zero.

    A name that stands several times is one quantity. Where the expression is monotone in it, its ends are tried together:
    the corners of ``change / (current - change)`` give its exact range. Elsewhere each mention ranges freely: wider,
    never wrong.
    """
    free = _evaluate(expression, values)
    degrees = _degrees(expression)
    spread = [
        name
        for name, degree in degrees.items()
        if degree.repeated and isinstance(bound := values[name], Interval) and bound.width
    ]
    if not spread or len(spread) > MAX_CORNERS or any(not degrees[name].monotone for name in spread):
        return free
    ends = [_points(values[name]) for name in spread]  # type: ignore[arg-type]
    if any(not point.lo.is_finite() for pair in ends for point in pair):
        return free
    return union(
        _evaluate(expression, {**values, **dict(zip(spread, corner, strict=True))}) for corner in product(*ends)
    )


@dataclass(frozen=True, slots=True)
class _Degree:
    """How a name stands in a quotient of polynomials: how often, and its degree above and below the line."""

    count: int
    above: int
    below: int

    @property
    def repeated(self) -> bool:
        return self.count > 1

    @property
    def monotone(self) -> bool:
        """True for ``(p x + q) / (r x + s)``, which is monotone in x wherever it is defined."""
        return self.above <= 1 and self.below <= 1


_ABSENT = _Degree(0, 0, 0)


@lru_cache(maxsize=1024)
def _degrees(expression: Expression) -> dict[str, _Degree]:
    """The degree of each name, as if nothing cancelled."""
    match expression:
        case Name() | Sum():
            return {str(expression.of if isinstance(expression, Sum) else expression): _Degree(1, 1, 0)}
        case Operation(sign, left, right):
            here, there = _degrees(left), _degrees(right)
            return {
                name: _combined(sign, here.get(name, _ABSENT), there.get(name, _ABSENT)) for name in {**here, **there}
            }
    return {}


def _combined(sign: str, a: _Degree, b: _Degree) -> _Degree:
    count = a.count + b.count
    if sign == "*":
        return _Degree(count, a.above + b.above, a.below + b.below)
    if sign == "/":
        return _Degree(count, a.above + b.below, a.below + b.above)
    return _Degree(count, max(a.above + b.below, b.above + a.below), a.below + b.below)


def _points(interval: Interval) -> tuple[Interval, Interval]:
    return Interval.point(interval.lo), Interval.point(interval.hi)


def _evaluate(expression: Expression, values: Values) -> Interval:
    match expression:
        case Number(value):
            return Interval.point(value)
        case Name() | Sum():
            bound = values[str(expression.of if isinstance(expression, Sum) else expression)]
            return bound if isinstance(bound, Interval) else total(bound)
        case Operation(sign, left, right):
            return _ARITHMETIC[sign](_evaluate(left, values), _evaluate(right, values))


def compare(left: Interval, operator: str, right: Interval) -> bool:
    """True when some values inside the intervals satisfy the relation."""
    match operator:
        case "=":
            return left.meets(right)
        case "<=":
            return left.reaches_below(right)
        case ">=":
            return right.reaches_below(left)
        case "<":
            return left.reaches_below(right, strictly=True)
        case ">":
            return right.reaches_below(left, strictly=True)
    raise FormulaError(f"未知的运算符 {operator}", f"unknown operator {operator}")
