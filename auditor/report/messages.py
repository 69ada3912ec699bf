"""How is it said in Chinese and in English? The one catalogue of the words that reports and the terminal add.

The messages of the findings themselves come from the checks, already in the chosen language.
"""

from __future__ import annotations

from auditor.report.phrases import PHRASES

_TEXT: dict[str, tuple[str, str]] = {
    # severities and standings
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "note": ("提示", "note"),
    "errors": ("错误", "errors"),
    "warnings": ("警告", "warnings"),
    "notes": ("提示", "notes"),
    "known": ("已知", "known"),
    "waived": ("已豁免", "waived"),
    "count": ("{name} {n}", "{n} {name}"),
    # outcomes
    "passed": ("通过", "passed"),
    "failed": ("不符", "failed"),
    "skipped": ("未核", "skipped"),
    "broken": ("检查出错", "broken"),
    # kinds of report
    "level_central": ("中央", "central"),
    "level_province": ("省级", "province"),
    "level_city": ("市级", "city"),
    "level_county": ("区县级", "county"),
    "level_township": ("乡镇级", "township"),
    "final_accounts": ("决算", "final accounts"),
    "budget": ("预算", "budget"),
    "self_evaluation": ("绩效自评", "self-evaluation"),
    "unknown": ("", ""),
    "year": ("{year}年", "{year}"),
    # families
    "family.foot": ("表内合计", "footing"),
    "family.crossfoot": ("行内合计", "cross-footing"),
    "family.balance": ("收支平衡", "balance"),
    "family.tie_tables": ("表间一致", "between tables"),
    "family.tie_text_table": ("文表一致", "text against table"),
    "family.tie_text": ("前后一致", "text against text"),
    "family.parts": ("总分相符", "parts of a total"),
    "family.share": ("占比", "shares"),
    "family.yoy": ("同比", "year on year"),
    "family.execution": ("执行率", "execution"),
    "family.unit": ("单位", "units"),
    "family.rate": ("比率", "rates"),
    "family.score": ("评分", "scores"),
    "family.direction": ("增减方向", "direction"),
    "family.date": ("日期", "dates"),
    "family.structure": ("结构", "structure"),
    "family.other": ("其他", "other"),
    # places
    "page": ("第{page}页", "page {page}"),
    "line": ("第{line}行", "line {line}"),
    "sheet": ("工作表“{sheet}”", "sheet “{sheet}”"),
    "table": ("《{table}》", "“{table}”"),
    "row": ("“{row}”行", "row “{row}”"),
    "column": ("“{column}”列", "column “{column}”"),
    # what was read
    "extract.headings": ("标题 {n}", "{n} headings"),
    "extract.toc": ("目录 {n} 条", "{n} lines of contents"),
    "extract.paragraphs": ("段落 {n}", "{n} paragraphs"),
    "extract.tables": ("表格 {n}", "{n} tables"),
    "extract.mentions": ("正文数字 {n}", "{n} numbers in prose"),
    "extract.parts": ("报告 {n} 份", "{n} reports"),
    "extract.untitled": ("（无标题）", "(untitled)"),
    "extract.unknown_role": ("未识别的表", "not understood"),
    "extract.no_unit": ("单位未注明", "no unit"),
    "extract.unit_settled": ("注明 {stated}，按 {unit}：", "states {stated}, taken as {unit}:"),
    "extract.blank": ("空列：{names}", "blank columns: {names}"),
    "extract.fit": ("可用", "fit"),
    "extract.unfit": ("未通过可用性检查", "unfit"),
    "extract.joined": (
        "第{row}行第{column}列“{text}”合并为 {value}",
        "row {row}, column {column}: “{text}” joined to {value}",
    ),
    "extract.note": ("第{row}行第{column}列“{text}”：{note}", "row {row}, column {column}: “{text}”: {note}"),
    # one finding
    "claimed": ("报告数", "stated"),
    "expected": ("应为", "expected"),
    "gap": ("相差", "off by"),
    "points": ("个百分点", " points"),
    "formula": ("算式", "working"),
    "cause": ("原因", "cause"),
    "suggestion": ("建议改为 {text}", "change to {text}"),
    "suggestion_add": ("建议补列 {text}", "add {text}"),
    "evidence": ("对照", "compared with"),
    "folded": ("由此引起", "follows from it"),
    "folded_more": ("另有 {n} 处", "{n} more"),
    "and_more": ("等 {n} 个", " … {n} in all"),
    "check": ("检查", "check"),
    "place": ("位置", "place"),
    "severity": ("级别", "severity"),
    "list": ("，", ", "),
    "semicolon": ("；", "; "),
    "colon": ("：", ": "),
    "family": ("类别", "family"),
    "message": ("说明", "message"),
    "document": ("报告", "document"),
    "quote": ("原文", "text"),
    "status": ("结果", "result"),
    "reason": ("缘由", "reason"),
    "waived_by": ("{by}：{reason}", "{by}: {reason}"),
    "until": ("（有效至 {until}）", " (until {until})"),
    "role.claimed": ("报告数", "stated"),
    "role.total": ("合计数", "total"),
    "role.part": ("分项", "part"),
    "role.base": ("基数", "base"),
    "role.compared": ("对照数", "compared"),
    "role.context": ("上下文", "context"),
    # the run
    "title": ("核对报告", "Findings"),
    "summary": ("概况", "Summary"),
    "documents": ("{n} 份报告", "{n} documents"),
    "documents_one": ("1 份报告", "1 document"),
    "coverage": ("覆盖率", "coverage"),
    "coverage_of": ("{rate}（{verified}/{numbers} 个数字已核对）", "{rate} ({verified} of {numbers} figures verified)"),
    "relations": ("核对关系", "relations"),
    "broken_count": (
        "{n} 项关系检查出错，结果不完整（--debug 看原因）",
        "{n} relations broke; the result is incomplete (--debug)",
    ),
    "rows_left_out": ("另有 {n} 行未显示", "{n} more rows are not shown"),
    "unreadable": ("无法读取", "unreadable"),
    # the verdict
    "adds_up": ("数字相符（{rate} 已核对）", "adds up ({rate} of the figures checked)"),
    "agrees": ("已核对的相符，{rest} 未核对", "what was checked agrees, {rest} was not checked"),
    "no_conclusion": (
        "无结论：{numbers} 个数字中只核对了 {verified} 个",
        "no conclusion: {verified} of {numbers} figures could be checked",
    ),
    "no_figures": ("无结论：没有可核对的数字", "no conclusion: there are no figures to check"),
    "has_findings": ("有问题", "findings"),
    "unreadable_count": ("{n} 份无法读取", "{n} documents unreadable"),
    "unreadable_count_one": ("1 份无法读取", "1 document unreadable"),
    "undecided_count": ("{n} 份无结论", "{n} documents without a conclusion"),
    "undecided_count_one": ("1 份无结论", "1 document without a conclusion"),
    "unread_count": ("{n} 页未读取", "{n} pages not read"),
    "unread_count_one": ("1 页未读取", "1 page not read"),
    "passed_over_count": ("略过 {n} 个文件", "{n} files passed over"),
    "passed_over_count_one": ("略过 1 个文件", "1 file passed over"),
    "broken_relations": ("{n} 项关系检查出错", "{n} relations broke"),
    "broken_relations_one": ("1 项关系检查出错", "1 relation broke"),
    "unread_pages": ("第{pages}页未读取", "pages {pages} were not read"),
    "unread_page": ("第{pages}页未读取", "page {pages} was not read"),
    "verdict_is": ("auditor 核对结果：{verdict}", "auditor: {verdict}"),
    "unread_here": ("本页未能读出，未核对", "This page could not be read and was not checked"),
    "passed_over": ("略过的文件（不能读取的格式）：{files}", "passed over, of a kind that cannot be read: {files}"),
    "passed_over_suite": ("略过的文件", "files passed over"),
    "verdict": ("结论", "verdict"),
    "shared": ("多份报告共有的问题", "What several reports have in common"),
    "notice": ("注意", "notice"),
    "reading": ("读取提示", "while reading"),
    "findings": ("问题", "Findings"),
    "tables": ("表格", "Tables"),
    "ledger": ("核对底稿", "Ledger"),
    "ledger_entry": ("关系", "relation"),
    "unverified": ("未核对的数字", "Unverified figures"),
    "unverified_none": ("所有数字都已核对", "every figure is verified"),
    "statistics": ("按检查统计", "By check"),
    "total": ("合计", "total"),
    "figure": ("数字", "figure"),
    "no_chinese": (
        "此终端（{encoding}）不能显示中文：请设环境变量 PYTHONUTF8=1，或用 --report html=文件",
        "this console ({encoding}) cannot show Chinese: set PYTHONUTF8=1, or write --report html=FILE",
    ),
    "checking": ("正在核对", "Checking"),
    "watching": ("等待文件保存……（Ctrl+C 结束）", "Waiting for a document to be saved … (Ctrl+C ends)"),
    "baseline": (
        "基线 {path}：{held} 条已知，{gone} 条已消除",
        "baseline {path}: {held} known, {gone} gone",
    ),
    "baseline_left_out": (
        "，{n} 条新问题未记入（加 --force 才记入）",
        ", {n} new ones left out (--force takes them in)",
    ),
    "written": ("已写入 {path}", "wrote {path}"),
    # HTML
    "all": ("全部", "all"),
    "search": ("搜索文字、金额、检查…", "Search words, figures, checks…"),
    "keys": ("j / k 下一条、上一条 · / 搜索 · Esc 清除", "j / k next, previous · / search · Esc clear"),
    "shown": ("显示 {n} 条", "{n} shown"),
    "nothing_matches": ("没有符合条件的问题", "No finding matches"),
    "page_image": ("原页", "the page"),
    "see_table": ("查看表格", "see the table"),
    "table_role": ("识别为", "understood as"),
    "unit": ("单位", "unit"),
    "doubts": ("疑点", "doubts"),
    "with_findings": ("有问题的表", "with findings"),
    "no_tables": ("没有表格", "no tables"),
    "document_findings": ("{n} 条", "{n}"),
    "only_failed": (
        "下列为不符、未核和出错的关系；通过的关系折叠在后。",
        "Failed, skipped and broken relations; passed ones are folded below.",
    ),
    "passed_relations": ("通过的关系（{n}）", "Passed relations ({n})"),
    "made_by": ("由 auditor {version} 生成，检查库 {checks}", "Made by auditor {version}, check library {checks}"),
    "print": ("打印", "Print"),
    "contents": ("目录", "Contents"),
    # workpaper
    "sheet.findings": ("问题", "Findings"),
    "sheet.ledger": ("核对底稿", "Ledger"),
    "sheet.tables": ("表格", "Tables"),
    "sheet.unverified": ("未核对数字", "Unverified"),
    "decision": ("处理决定", "decision"),
    "decision_reason": ("理由", "reason"),
    "decision_by": ("复核人", "reviewer"),
    "decision_until": ("有效至", "valid until"),
    "decision.accept": ("接受", "accept"),
    "decision.correct": ("更正", "correct"),
    "decision.ask": ("核实", "ask"),
    "decision_help": (
        "确认：请单位更正；豁免：用 --waivers 读回后不再报错，理由必填；核实：待查。",
        "confirm: the unit must correct it; waive: it no longer fails once read back with --waivers, a reason is needed; "
        "ask: to be looked at again.",
    ),
    "finding_id": ("编号", "id"),
    "value": ("数值", "value"),
    # checks, explained
    "why": ("为什么", "why"),
    "source": ("依据", "source"),
    "kind": ("类型", "kind"),
    "applies_to": ("适用报告", "applies to"),
    "relation": ("关系", "relation"),
    "named": ("指认", "figures"),
    "causes": ("常见原因", "causes"),
    "examples": ("例", "examples"),
    "example.pass": ("相符", "holds"),
    "example.fail": ("不符", "fails"),
    "file": ("文件", "file"),
    "title.check": ("内容", "what it demands"),
    **PHRASES,
}


def say(key: str, lang: str, **values: object) -> str:
    """The words for ``key`` in ``lang`` (zh or en), with ``values`` filled in. ``KeyError`` for an unknown key."""
    zh, en = _TEXT[key]
    text = zh if lang == "zh" else en
    return text.format(**values) if values else text


def labelled(key: str, text: str, lang: str) -> str:
    """``原因：少计一项`` or ``cause: a part is missing``."""
    return f"{say(key, lang)}{say('colon', lang)}{text}"


def knows(key: str) -> bool:
    """True when the catalogue has words for ``key``."""
    return key in _TEXT


def family(name: str, lang: str) -> str:
    """The name of a family of checks; an unknown family is named by itself."""
    key = f"family.{name}"
    return say(key, lang) if key in _TEXT else name


def count(key: str, number: int, lang: str) -> str:
    """``错误 3`` or ``3 errors``; ``key`` is error, warning, note, known, waived or an outcome."""
    plural = f"{key}s" if number != 1 and f"{key}s" in _TEXT else key
    return say("count", lang, n=number, name=say(plural, lang))
