"""The official workbook: the nine tables as the forms print them, filled from a Statement.

It is made in two steps. A form is rows of cells in which an amount stands as its key alone; painting puts a form
on a sheet and looks the amounts up. So a figure that no form has a cell for is noticed instead of lost.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import dropwhile, product, takewhile, zip_longest
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from gouji.catalogue import catalogue
from gouji.statement import Key, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from gouji.catalogue import RowSpec, TableSpec

Cell = Key | str | int
"""The key of an amount, a printed text ("" for an empty cell) or a printed number of a row or column."""
Row = tuple[Cell, ...]

NOTE_SHEET = "填列说明"
"""The title of the sheet that says where the figures come from."""

_CODED_HEAD = "功能分类科目编码 | 科目名称"
_HEADS = {
    "T1": """收入 | 收入 | 收入 | 支出 | 支出 | 支出
             项目 | 行次 | 金额 | 项目 | 行次 | 金额
             栏次 |      | 1    | 栏次 |      | 2""",
    "T2": f"""项目 | 项目 | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他收入
              {_CODED_HEAD} | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他收入
              栏次 | 栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7""",
    "T3": f"""项目 | 项目 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
              {_CODED_HEAD} | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
              栏次 | 栏次 | 1 | 2 | 3 | 4 | 5 | 6""",
    "T4": """收入 | 收入 | 收入 | 支出 | 支出 | 支出 | 支出 | 支出 | 支出
             项目 | 行次 | 金额 | 项目 | 行次 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款
             栏次 |      | 1    | 栏次 |      | 2    | 3 | 4 | 5""",
    "T5": f"""项目 | 项目 | 本年支出 | 本年支出 | 本年支出
              {_CODED_HEAD} | 小计 | 基本支出 | 项目支出
              栏次 | 栏次 | 1 | 2 | 3""",
    "T6": "经济分类科目编码 | 科目名称 | 决算数 | 经济分类科目编码 | 科目名称 | 决算数",
    "T7": """预算数 | 预算数 | 预算数 | 预算数 | 预算数 | 预算数 | 决算数 | 决算数 | 决算数 | 决算数 | 决算数 | 决算数
             合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | 公务用车购置及运行维护费 | 公务用车购置及运行维护费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | 公务用车购置及运行维护费 | 公务用车购置及运行维护费 | 公务接待费
             合计 | 因公出国（境）费 | 小计 | 公务用车购置费 | 公务用车运行维护费 | 公务接待费 | 合计 | 因公出国（境）费 | 小计 | 公务用车购置费 | 公务用车运行维护费 | 公务接待费
             1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12""",
}
