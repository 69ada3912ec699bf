"""How do the documents that reviewers leave with speak? Their words, beside those of :mod:`auditor.report.messages`."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, str]] = {
    # decisions
    "decision.confirm": ("确认", "confirm"),
    "decision.waive": ("豁免", "waive"),
    "decision.none": ("未决定", "undecided"),
    "comment": ("意见", "comment"),
    # overview and ledger
    "sheet.overview": ("概览", "Overview"),
    "overview.title": ("核对情况概览", "Overview of the reports"),
    "overview.unit": ("单位", "unit that reports"),
    "overview.kind": ("报告类型", "kind of report"),
    "overview.settled": ("已豁免／已知", "settled"),
    "overview.numbers": ("数字个数", "figures"),
    "overview.verified": ("已核对", "verified"),
    "named": ("所涉数字", "its figures"),
    "ledger.other_kinds": ("另有 {n} 项检查只适用于其他类型的报告", "{n} more checks are for other kinds of report"),
    # letter of findings
    "letter.title": ("数据核对意见函", "Letter of findings"),
    "letter.to": ("{name}：", "To {name}:"),
    "letter.intro": (
        "现将{document}的核对情况函告如下：已核对其中 {verified} 个数字（共 {numbers} 个），提出问题 {n} 条，请逐条核实并填写答复。",
        "{document}: {verified} of {numbers} figures were verified; {n} problems are listed below. "
        "Please answer each of them.",
    ),
    "letter.none": (
        "已核对{document}中 {verified} 个数字（共 {numbers} 个），没有需要答复的问题；其余数字未能核对。",
        "{document}: {verified} of {numbers} figures were verified, and nothing needs an answer. "
        "The other figures could not be verified.",
    ),
    "letter.unread": ("未能读取、因此没有核对的文件", "Documents that could not be read and were not checked"),
    "letter.unnamed": ("（未写明单位）", "(no unit named)"),
    "letter.number": ("序号", "No."),
    "letter.printed": ("报告所载", "printed"),
    "letter.should": ("应为", "should be"),
    "letter.why": ("问题与依据", "why, and on what basis"),
    "letter.suggestion": ("建议", "suggestion"),
    "letter.answer": ("单位答复", "answer of the unit"),
    "letter.compared": ("对照：{text}", "compared with: {text}"),
    "letter.basis": ("依据：{text}", "basis: {text}"),
    "letter.remark": ("核对人意见：{text}", "remark of the reviewer: {text}"),
    "letter.also": ("由此引起 {n} 处：{text}", "{n} more follow from it: {text}"),
    "letter.verify": ("请核实；按所列关系应为 {text}", "please verify; the relation gives {text}"),
    "letter.look": ("请核实并更正", "please verify and correct"),
    "letter.confirmed_only": (
        "本函只列已确认的问题。",
        "Only confirmed findings are listed.",
    ),
    "signed.by": ("编制：", "Prepared by:"),
    "signed.review": ("复核：", "Reviewed by:"),
    "signed.date": ("日期：", "Date:"),
    "page_of": ("第 {page} 页，共 {pages} 页", "page {page} of {pages}"),
    # checklist of duties
    "checklist.title": ("公开情况检查表", "Checklist of disclosure"),
    "checklist.duty": ("检查内容", "duty"),
    "checklist.group": ("类别", "group"),
    "checklist.answer": ("是否做到", "done"),
    "checklist.place": ("位置", "place"),
    "checklist.note": ("说明", "remark"),
    "checklist.picture": ("截图", "picture"),
    "checklist.yes": ("是", "yes"),
    "checklist.no": ("否", "no"),
    "checklist.decided": (
        "共 {n} 项，已判定 {decided} 项（是 {yes}，否 {no}），其余 {blank} 项未能判定，留空由人工填写。",
        "{n} duties, {decided} decided ({yes} yes, {no} no); the other {blank} could not be decided and are left blank.",
    ),
    "checklist.no_duties": ("没有适用于这类报告的检查内容。", "No duties are known for this kind of report."),
}
