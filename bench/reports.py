"""What do the other formats cost beside JSON? One text report, every format at once.

``python bench/reports.py [FILE]``; without a file the first example report is used.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from text import median, reports

FORMATS = ("html", "sarif", "junit", "github", "markdown", "workpaper", "terminal")
MORE_SECONDS = 1.5


def main() -> None:
    report = str(reports(sys.argv[1:])[0])
    with tempfile.TemporaryDirectory() as folder:
        json = ["check", report, "--format", "json", "--output", str(Path(folder, "findings.json"))]
        every = [part for name in FORMATS for part in ("--report", f"{name}={Path(folder, name)}")]
        alone = median(json)
        together = median([*json, *every])
    print(f"JSON alone         {alone.wall:.2f} s  {alone.peak:.0f} MB")
    print(f"every format       {together.wall:.2f} s  {together.peak:.0f} MB")
    more = together.wall - alone.wall
    print(f"more than JSON     {more:.2f} s  (wanted: at most {MORE_SECONDS} s)")


if __name__ == "__main__":
    main()
