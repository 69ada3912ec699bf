"""Would a test notice if a line of the engine or the diagnosis were wrong? ``python bench/mutants.py [NUMBER] [SEED]``.

Draws so many places at random (comparisons turned round, ``and`` for ``or``, conditions negated, numbers and signs changed) in a copy of the program, one at a time,
and runs the tests of engine and diagnosis and all examples of the checks on each. A mutant that survives is printed with its place. mutmut and cosmic-ray
try every place, which takes days here; a sample of them tells the same share.
"""

from __future__ import annotations

import ast
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("auditor/engine", "auditor/diagnosis")
TESTS = ("tests/engine", "tests/diagnosis", "tests/checks")
_PATIENCE = 5  # times the processor time that the tests take as it is: a busy machine kills no mutant
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


def mutated(node: ast.AST) -> bool:
    """Change this node, if it is of those that are changed."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _SWAPS:
            node.ops = [_SWAPS[type(operator)]()]  # type: ignore[list-item]
        case ast.BoolOp(op=operator) | ast.BinOp(op=operator) if type(operator) in _SWAPS:
            node.op = _SWAPS[type(operator)]()  # type: ignore[assignment]
        case ast.If() | ast.IfExp():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.Constant(value=bool()):
            node.value = not node.value
        case ast.Constant(value=int()):
            node.value += 1
        case _:
            return False
    return True


def mutants(file: Path) -> Iterator[tuple[int, str]]:
    """Each place of a module that can be changed: its line and the whole changed source."""
    tree = ast.parse(file.read_text("utf-8"))
    for number, node in enumerate(ast.walk(tree)):
        if mutated(deepcopy(node)):
            changed = deepcopy(tree)
            place = next(each for n, each in enumerate(ast.walk(changed)) if n == number)
            mutated(place)
            yield getattr(place, "lineno", 0), ast.unparse(ast.fix_missing_locations(changed))


def survives(copy: Path, seconds: int = resource.RLIM_INFINITY) -> bool:
    """True when all tests pass on the copy of the program, in so many seconds of processor time."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n", "0", *TESTS]
    limit = partial(resource.setrlimit, resource.RLIMIT_CPU, (seconds, seconds))
    return subprocess.run(command, cwd=copy, capture_output=True, check=False, preexec_fn=limit).returncode == 0


def _changed(was: str, source: str) -> str:
    """The line as it was changed."""
    before = set(ast.unparse(ast.parse(was)).splitlines())
    return next((line.strip() for line in source.splitlines() if line not in before), "")


def main(arguments: list[str]) -> None:
    number, seed = (int(arguments[n]) if len(arguments) > n else default for n, default in enumerate((40, 1)))
    rng, killed, tried = random.Random(seed), 0, 0
    files = sorted(file for package in PACKAGES for file in (ROOT / package).glob("*.py"))
    sizes = [file.stat().st_size for file in files]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        ignored = shutil.ignore_patterns(".*", "build", "dist", "__pycache__")
        shutil.copytree(ROOT, copy, ignore=ignored)
        if not survives(copy):
            sys.exit("the tests do not pass as it is")
        seconds = _PATIENCE * int(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)
        for file in rng.choices(files, sizes, k=number):
            own = copy / file.relative_to(ROOT)
            places = list(mutants(own))
            if not places:
                continue
            line, source = rng.choice(places)
            kept = own.read_bytes()
            own.write_text(source, "utf-8")
            alive = survives(copy, seconds)
            own.write_bytes(kept)
            tried, killed = tried + 1, killed + (not alive)
            if alive:
                print(f"survives: {file.relative_to(ROOT)}:{line}  {_changed(kept.decode(), source)}", flush=True)
            print(f"{killed} of {tried} noticed ({killed / tried:.0%})", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
