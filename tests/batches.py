"""Folders of workbooks, and the command that checks many of them."""

import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl

from gouji.statement import parse_statement
from gouji.workbook.official import write_official

ROOT = Path(__file__).resolve().parents[1]
FIGURES = parse_statement((ROOT / "workbooks" / "figures" / "2023.txt").read_text("utf-8"))


def write_units(place, count):
    """Write so many workbooks, of which every sixth has a wrong total, beside a corrupt one."""
    for n in range(count):
        amounts = dict(FIGURES.amounts)
        if n % 6 == 0:
            amounts["T1", "本年支出合计", "支出"] = Decimal("190.99")
        write_official(replace(FIGURES, department=f"第{n}局", amounts=amounts), place / f"{n:02}.xlsx")
    (place / "corrupt.xlsx").write_bytes(b"PK\x03\x04 and no more")


def command(*arguments):
    return [sys.executable, "-m", "gouji", "check", *map(str, arguments)]


def run(*arguments, **options):
    return gouji("check", *arguments, **options)


def gouji(*arguments, **options):
    """Run the command to its end and return what came of it."""
    called = [sys.executable, "-m", "gouji", *map(str, arguments)]
    return subprocess.run(called, capture_output=True, text=True, check=False, timeout=120, **options)


def huge(path, rows=40_000):
    """Write a small file that unpacks to a sheet of a hundred cells a row, which takes seconds to read."""
    book = openpyxl.Workbook()
    book.save(path)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    filling = (f"<row>{'<c><v>1.25</v></c>' * 100}</row>" for _ in range(rows))
    sheet = "xl/worksheets/sheet1.xml"
    filled = f"<sheetData>{''.join(filling)}</sheetData>".encode()
    parts[sheet] = re.sub(rb"<sheetData(?: ?/>|></sheetData>)", filled, parts[sheet])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return str(path)
