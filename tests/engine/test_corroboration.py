"""Two sums in doubt that one other value of one figure makes right bear one another out."""

from pathlib import Path

from auditor.app.audit import Auditor
from auditor.engine.run import run
from auditor.model.finding import Severity, Status
from auditor.reading.text import read
from auditor.rulebook.library import default_library

AUDITOR = Auditor.with_library(default_library())
SUMMARY = """云溪市档案馆2031年度部门决算

收入支出决算总表
单位：万元
收入		支出
项目	决算数	项目	决算数
一、一般公共预算财政拨款收入	7,350.00	一、文化旅游体育与传媒支出	6,300.00
二、政府性基金预算财政拨款收入	500.00	二、卫生健康支出	1,130.00
三、其他收入	50.00	三、住房保障支出	370.00
本年收入合计	{income}	本年支出合计	7,800.00
年初结转和结余	240.25	年末结转和结余	340.25
总计	8,140.25	总计	8,140.25
"""
CHAIN = """云溪市档案馆2031年度部门决算

项目支出明细表
单位：元
科目编码	科目名称	金额
合计		2,345,000.00
213	农林水支出	{class_}
21301	农业农村	2,345,000.00
2130126	农村社会事业	2,345,000.00
"""


def failed(text):
    dossier = AUDITOR.understand(read(Path("r.txt"), text.encode()))
    found = [o for o in run(AUDITOR.library, dossier) if o.check == "table/lines-foot" and o.status is Status.FAILED]
    return [(outcome.evidence[0].row, outcome.severity) for outcome in found]


def test_a_total_without_one_of_its_lines_is_told_by_the_total_above_it():
    assert failed(SUMMARY.format(income="7,900.00")) == []
    assert failed(SUMMARY.format(income="7,850.00")) == [("本年收入合计", Severity.WARNING), ("总计", Severity.WARNING)]


def test_a_class_between_its_total_and_its_only_line_is_told_by_both():
    assert failed(CHAIN.format(class_="2,345,000.00")) == []
    assert failed(CHAIN.format(class_="2,354,000.00")) == [("农林水支出", Severity.WARNING), ("合计", Severity.WARNING)]


def test_a_sum_in_doubt_that_nothing_else_bears_out_stays_undecided():
    text = CHAIN.format(class_="2,345,000.00").replace("农村社会事业\t2,345,000.00", "农村社会事业\t2,354,000.00")
    assert failed(text) == []
