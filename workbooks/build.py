"""Build the workbooks of this folder from the figures in `figures`: python workbooks/build.py [--out DIR]."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from gouji.statement import parse_statement
from gouji.workbook.analysis import paint_analysis, parse_analysis, store_results
from gouji.workbook.official import write_official
from gouji.workbook.scoresheets import paint_score_sheets, parse_printed_sheets

HERE = Path(__file__).parent
NOTES_2023 = (
    "1．本表由该部门公开的2023年度部门决算说明填列，原九张报表未随说明公开。",
    "2．依据“说明 某”：该节列有此数，或写明“无”（填0.00）。依据“推算”：由说明所列各数推得。",
    "3．说明既未列出也不能推得的单元格一律留空。",
    "4．公开01表、公开04表：说明未提及的各类留空；已填各类之和等于本年支出合计，留空的各类应为零。",
    "5．公开02表：说明只按收入种类列数，未按功能分类科目列数，故只填合计行。",
    "6．公开03表、公开05表：基本支出181.59等于163.59与18.00之和，项目支出2.40即2010399一项，据此分列。",
    "7．公开06表：说明只列人员经费和公用经费两个合计，各款只有名称而无金额，故只填末行。",
    "8．公开08表、公开09表：说明写明为空表。",
    "9．三张绩效自评表：照说明第十一部分所附各表填列，未作更正。",
)


def figures(*names: str) -> str:
    """Return the text of figure files in this order: a later file's lines replace those of earlier ones."""
    return "\n".join((HERE / "figures" / f"{name}.txt").read_text("utf-8") for name in names)


def build(out: Path) -> list[Path]:
    """Write every workbook into the folder `out` and return their paths."""
    sample = parse_statement(figures("2023"))
    mistaken = parse_statement(figures("2023", "2023-mistakes"))
    published = parse_statement(figures("S01"))
    lines = parse_analysis(figures("2023-analysis"))
    analysis, blank_analysis = (partial(paint_analysis, lines=lines, filled=n) for n in (True, False))
    scores, blank_scores = (
        partial(paint_score_sheets, sheets=parse_printed_sheets(figures(name)))
        for name in ("2023-scores", "blank-scores")
    )
    plan = {
        "官方空白表": (None, (), (blank_analysis, blank_scores)),
        "2023决算样表": (sample, NOTES_2023, (analysis, scores)),
        "2023决算样表-五处错误": (mistaken, (), ()),
        "2024普陀区财政局": (published, (), ()),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, (statement, notes, more) in plan.items():
        write_official(statement, out / f"{name}.xlsx", notes=notes, more=more)
        store_results(out / f"{name}.xlsx")
    return [out / f"{name}.xlsx" for name in plan]


def main() -> None:
    """Build, and print what was written."""
    parser = argparse.ArgumentParser(description="Build the official workbook and the samples.")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder to write into")
    for path in build(parser.parse_args().out):
        print(f"{path}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
