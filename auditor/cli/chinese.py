"""How does the command line speak Chinese? The help of commands and options, and click's own words, by their English.

Click takes its words from gettext, of which every system has another catalogue, or none; so they are put in their place here.
"""

from __future__ import annotations

import gettext
from importlib import import_module

import click

HELP = {
    # commands
    "Check whether Chinese public-sector reports add up (核对部门决算、预算与绩效自评报告的数字).": (
        "核对部门决算、预算与绩效自评报告中的数字是否相符。"
    ),
    "Check reports (PDF, Word, Excel, HTML, text) and say what does not add up. Exit status: 0 nothing at or above "
    "--fail-on, 1 something, 2 an input or a page could not be read, or the call was wrong.": (
        "核对报告（PDF、Word、Excel、网页、文本、zip），指出不符之处。\n\n"
        "退出码：0 没有达到 --fail-on 的问题；1 有；2 有文件或页面未能读取，或命令有误。"
    ),
    "Read FILE and show what was read, or write it as JSON for inspection and correction. A corrected document.json is "
    "checked with auditor check document.json.": (
        "读取 FILE 并显示读到的内容，或写成 JSON 供查看和更正。\n\n更正后的 document.json 用 auditor check document.json 核对。"
    ),
    "Explain one check: what it demands, why, its source, its relation, and examples with the disputed spot marked.": (
        "说明一项检查：要求、理由、依据、关系式，以及标出有争议之处的例文。"
    ),
    "List, show, test and add checks. A check is one YAML file; see docs/checks-guide.": (
        "列出、查看、测试和新建检查。每项检查是一个 YAML 文件，见 docs/checks-guide。"
    ),
    "List the checks: id, family, severity, title. GLOB picks ids or families.": (
        "列出检查：编号、类别、级别、内容。GLOB 按编号或类别挑选。"
    ),
    "Begin a check: write DIR/ID.yaml, a working check of that kind with every field explained.": (
        "新建检查：写出 DIR/ID.yaml，一项可以运行的该类检查，每个字段都有说明。"
    ),
    "Print the YAML of a check, to read or to copy.": "打印一项检查的 YAML，供阅读或复制。",
    "Run the examples of checks and of lists of duties: those named, else those of --checks DIR, else all. Exit status: 0 "
    "every example shows what it claims, 1 one does not, 2 a check cannot be loaded.": (
        "运行检查和公开事项的例文：指名的，否则 --checks DIR 中的，否则全部。\n\n退出码：0 例文都如所述；1 有不符；2 有检查无法加载。"
    ),
    'Print a completion script for SHELL; e.g. add eval "$(auditor completion bash)" to ~/.bashrc.': (
        '打印 SHELL 的补全脚本；例如在 ~/.bashrc 中加入  eval "$(auditor completion bash)"'
    ),
    "Write an auditor.toml with every setting explained into FOLDER (default: here).": (
        "在 FOLDER（默认当前文件夹）写出 auditor.toml，每项设置都有说明。"
    ),
    "Show or clear what earlier runs read and found.": "查看或清除以前运行保存的结果。",
    "Say where the cache is and how much is in it.": "显示缓存的位置和大小。",
    "Forget all earlier results.": "清除以前保存的全部结果。",
    "Open a desk for the reports in FOLDER: drop reports, see both places, decide, take the letter along. The page is "
    "reachable from this machine only. Decisions are kept in FOLDER/auditor-decisions.yaml, which --waivers reads.": (
        "为 FOLDER 中的报告打开审核工作台：放入报告、对照两处、作出决定、带走意见函。\n\n"
        "页面只能从本机访问。决定保存在 FOLDER/auditor-decisions.yaml，可由 --waivers 读取。"
    ),
    "Check very many documents: auditor batch SOURCE --out FOLDER, then auditor batch report FOLDER. SOURCE is a folder, a "
    "glob, a zip file, or an address that fsspec knows (s3://…, zip://*.pdf::file.zip). A call that was interrupted goes on "
    "where it stopped.": (
        "核对大量报告：先 auditor batch SOURCE --out FOLDER，再 auditor batch report FOLDER。\n\n"
        "SOURCE 是文件夹、通配符、zip 文件，或 fsspec 认识的地址（s3://…、zip://*.pdf::file.zip）。中断后再运行会接着做。"
    ),
    "Check the documents of SOURCE and write a result for each and one dataset into FOLDER. Exit status: 0 all documents were "
    "checked, whatever was found; 2 some could not be; 130 interrupted.": (
        "核对 SOURCE 中的报告，将每份的结果和一个数据集写入 FOLDER。\n\n退出码：0 全部核对完毕；2 有的未能核对；130 被中断。"
    ),
    "Show what a batch found: the worst documents first; by region, kind of document and check.": (
        "显示批量核对的结果：问题最多的报告在前；并按地区、报告种类和检查汇总。"
    ),
    # options
    "The folder of the results.": "结果文件夹。",
    "Processes to use (default: the processors of the machine).": "进程数（默认按处理器数）。",
    "Use the workers of this dask.distributed scheduler instead.": "改用此 dask.distributed 调度器的工作进程。",
    "Seconds that a document may take.": "每份报告的时限（秒）。",
    "Megabytes that a document may take.": "每份报告的内存上限（MB）。",
    "Try those again that crashed, or took too long or too much memory.": "重做崩溃、超时或超出内存的报告。",
    "Leave out checks whose id or family matches.": "不做编号或类别相符的检查。",
    "No progress.": "不显示进度。",
    "Test whether tables are fit to be judged (default: by format).": "检验表格是否可用（默认按格式）。",
    "Write the overview as a page.": "将概览写成网页。",
    "Write the overview as a workbook.": "将概览写成工作簿。",
    "Lines of each list on the terminal.": "终端上每个列表的行数。",
    "Replace files that auditor did not write.": "可以覆盖不是 auditor 写的文件。",
    "Port on this machine (default: a free one).": "本机端口（默认任一空闲端口）。",
    "Open the page in the browser (default: yes).": "在浏览器中打开页面（默认是）。",
    "Processes that check (default: 2).": "核对用的进程数（默认 2）。",
    "Language of messages (default: from the locale, else zh).": "消息的语言（默认按系统，否则中文）。",
    "A folder of further checks, which add to or override the shipped ones. Repeatable.": (
        "另一个检查文件夹，补充或覆盖自带的检查。可重复。"
    ),
    "Test whether tables are fit to be judged, with great-expectations (default: for all but plain text).": (
        "用 great-expectations 检验表格是否可用（默认除纯文本外都检验）。"
    ),
    "Also write what the fitness gate found as great-expectations' Data Docs into this folder.": (
        "另将可用性检验的结果写成 Data Docs，存入此文件夹。"
    ),
    "Recall what earlier runs read and found, and keep it (default: yes).": "沿用并保存读取和核对的结果（默认是）。",
    "How to show the report: terminal, json … (default: by the extension of --output, else terminal).": (
        "报告的格式：terminal、json 等（默认按 --output 的扩展名，否则 terminal）。"
    ),
    "Write the report to this file.": "将报告写入此文件。",
    "Also write a report: html, annotated, workpaper, overview, letter, checklist, sarif, junit, github, markdown, json. "
    "Repeatable.": (
        "另写一份报告：html、annotated、workpaper、overview、letter、checklist、sarif、junit、github、markdown、json。可重复。"
    ),
    "Replace files that auditor did not write; let a baseline grow.": "可以覆盖不是 auditor 写的文件；基线可以增加。",
    "Only checks whose id or family matches. Repeatable.": "只做编号或类别相符的检查。可重复。",
    "Leave out checks whose id or family matches. Repeatable.": "不做编号或类别相符的检查。可重复。",
    "Exit with status 1 when a finding is at least this severe (default: error).": (
        "有达到此级别的问题时退出码为 1（默认 error）。"
    ),
    "Exit with status 1 when less than this share of a document's figures could be checked.": (
        "有报告已核对的数字不足此百分比时，退出码为 1。"
    ),
    "Exit with status 0 whatever is found.": "无论发现什么问题，退出码都为 0。",
    "Findings in this file are known and do not fail.": "此文件中的问题视为已知，不影响退出码。",
    "Write the findings to this file as known. An existing one only shrinks, unless --force.": (
        "将问题作为已知写入此文件。已有的文件只减不增，除非 --force。"
    ),
    "Only this check (id, or its last part).": "只看这项检查（编号，或其最后一段）。",
    "An earlier draft: say what is repaired, new, and still there.": "较早的稿子：说明哪些已改正、哪些新增、哪些仍存在。",
    "Last year's report: hold balances and changes against it.": "上年的报告：核对年初余额和与上年的比较。",
    "The published budget: hold initial budgets against it.": "已公开的预算：核对年初预算。",
    "Accepted findings: a YAML file, or a workpaper with decisions. Repeatable.": (
        "已接受的问题：YAML 文件，或填有处理决定的工作底稿。可重复。"
    ),
    "One line for each finding and for what was not read.": "每个问题一行，未读取的内容各一行。",
    "Count relations and findings by check.": "按检查统计关系和问题。",
    "List the numbers that no relation decided.": "列出没有核对的数字。",
    "List every relation and its outcome.": "列出每条关系及其结果。",
    "Check again whenever a document is saved.": "文件保存后重新核对。",
    "Show the settings that hold for the documents, and stop.": "显示实际生效的设置，然后退出。",
    "Processes to use (default: by the number of documents).": "进程数（默认按报告数量）。",
    "Show the reasons of broken checks.": "显示检查出错的原因。",
    "The kind of check to begin with, see docs/checks-guide.": "检查的类型，见 docs/checks-guide。",
    "The folder of checks to write into.": "写入的检查文件夹。",
    "Write the document as JSON, which check reads again.": "将读到的内容写成 JSON，check 可以再读取。",
    "Print tables as understood: role, unit, columns, code tree, what was joined.": (
        "显示识别后的表格：种类、单位、栏目、科目层级、合并的数字。"
    ),
    "Replace a file that exists, with the corrections that it may hold.": "覆盖已有的文件，连同其中可能的更正。",
    "Replace an auditor.toml that is there.": "覆盖已有的 auditor.toml。",
    "Show the version and exit.": "显示版本。",
    "As a table for people, or as JSON.": "供人阅读的表格，或 JSON。",
}

CLICK = {
    "Aborted!": "已中止。",
    "Arguments": "参数",
    "Choose from:\n\t{choices}": "可用：\n\t{choices}",
    "Commands": "命令",
    "Could not open file {filename!r}: {message}": "无法打开文件 {filename!r}：{message}",
    "Did you mean {possibility}?": "是否指 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是否指其中之一：{possibilities}？）",
    "Error: {message}": "错误：{message}",
    "Got unexpected extra argument ({args})": "多余的参数（{args}）",
    "Got unexpected extra arguments ({args})": "多余的参数（{args}）",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值无效：{message}",
    "Invalid value: {message}": "值无效：{message}",
    "Missing argument": "缺少参数",
    "Missing command.": "缺少命令。",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 需要一个值。",
    "Options": "选项",
    "Positional arguments": "参数",
    "Show the version and exit.": "显示版本。",
    "Show this message and exit.": "显示本说明。",
    "Try '{command} {option}' for help.": "用法见 '{command} {option}'。",
    "Usage:": "用法：",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "{missing}{param_hint}.{msg}": "{missing}{param_hint}。{msg}",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} 是文件夹。",
    "{name} {filename!r} is a file.": "{name} {filename!r} 是文件。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是有效的数（{number_type}）。",
    "{value!r} is not one of {choices}.": "{value!r} 不在可用值之中：{choices}。",
    "{value!r} is not {choice}.": "{value!r} 不是 {choice}。",
    "{value} is not in the range {range}.": "{value} 超出范围 {range}。",
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
_ENGLISH = {" ".join(zh.split()): en for en, zh in HELP.items()}


def speak(lang: str) -> None:
    """Let click speak Chinese or English."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for word, chinese, english in (("_", _chinese, gettext.gettext), ("ngettext", _counted, gettext.ngettext)):
            if hasattr(module, word):
                setattr(module, word, chinese if lang == "zh" else english)


def _chinese(text: str) -> str:
    return CLICK.get(text, text)


def _counted(one: str, several: str, number: int) -> str:
    text = one if number == 1 else several
    return CLICK.get(text, text)


def put_help(command: click.Command, lang: str) -> None:
    """Put the help of a command, its options and its commands in a language."""
    command.help = _put(command.help, lang)
    command._help_option = None  # it keeps click's own words
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            parameter.help = _put(parameter.help, lang)
    if isinstance(command, click.Group):
        for each in command.commands.values():  # of the group of all, none: they are imported one by one
            put_help(each, lang)


def _put(text: str | None, lang: str) -> str | None:
    if text is None:
        return None
    plain = " ".join(text.split())
    table = HELP if lang == "zh" else _ENGLISH
    return table.get(plain, text)
