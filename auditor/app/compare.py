"""What became of the findings from one draft to the next: repaired, new, still there?

A finding is the same when its id is; else when the same check disputes the same figure of the same row and column, or of a sentence that
is the same but for its figures, for an edit nearby changes the id.
"""

from __future__ import annotations

import re
import unicodedata

from auditor.model.finding import DocumentReport, Drafts, Finding
from auditor.model.verdict import own

_FIGURE = re.compile(r"[\d.,，．％%\s]+")


def compare(earlier: DocumentReport, later: DocumentReport) -> Drafts:
    """What changed between two drafts of a report."""
    before, now = list(own(earlier.findings)), own(later.findings)
    still, new = [], []
    left = {finding.id: finding for finding in before}
    for finding in now:
        if left.pop(finding.id, None) is not None:
            still.append(finding)
    for finding in now:
        if finding in still:
            continue
        same = next((known for known in left.values() if _place(known) == _place(finding)), None)
        if same is None:
            new.append(finding)
        else:
            del left[same.id]
            still.append(finding)
    return Drafts(earlier.shown, tuple(left.values()), tuple(new), tuple(f for f in now if f in still))


def _place(finding: Finding) -> tuple[str, ...]:
    """The check, the figure in dispute, and where in meaning it stands."""
    first = finding.evidence[0] if finding.evidence else None
    if first is None:
        return (finding.check, finding.id)
    if first.table:
        return (finding.check, first.text, first.table, first.row or "", first.column or "")
    words = _FIGURE.sub("#", unicodedata.normalize("NFKC", first.quote))
    return (finding.check, first.text, words)
