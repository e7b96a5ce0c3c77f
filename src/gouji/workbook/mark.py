"""Mark: a copy of an Excel file with its findings visible on the cells, and nothing else in it changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from gouji.marks.kinds import looks
from gouji.marks.plan import marks_of
from gouji.marks.record import Before, Record, free_name
from gouji.marks.results import results_of
from gouji.workbook.clear import cleared, theme_of
from gouji.workbook.convert import as_xlsx
from gouji.workbook.package import styles as styles_part
from gouji.workbook.package.cells import place_of, restyle, scan
from gouji.workbook.package.draft import Draft
from gouji.workbook.package.notes import add_notes
from gouji.workbook.package.sheets import add_sheets, sheet_names, worksheets
from gouji.workbook.package.styles import Styles, framed, solid
from gouji.workbook.read import DAMAGES, UnreadableError, content_of
from gouji.workbook.recordsheet import undo_text
from gouji.workbook.resultsheet import record_sheet, results_sheet
from gouji.workbook.save import write_new

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from gouji.marks.plan import Mark
    from gouji.marks.results import Results
    from gouji.report import Report
    from gouji.workbook.package.cells import SheetXml

SUFFIX = "-核对"
"""What the name of a marked copy has behind the name of its file."""

PACKAGES = (".xlsx", ".xlsm")


def mark(
    path: str | os.PathLike[str],
    report: Report,
    out: str | os.PathLike[str] | None = None,
    *,
    lang: str = "zh",
    overwrite: bool = False,
) -> Path:
    """Write a marked copy of a checked workbook and return its path.

    `report` is what `check` returned for the file. The copy is `NAME-核对.xlsx` beside it unless `out` names
    another; the file itself is never written to. An .xls or .ods file is marked as an .xlsx that LibreOffice
    makes of it. Raises UnreadableError, with the sentence for the user, when the workbook could not be read,
    the copy exists (without `overwrite`) or cannot be written.
    """
    file = Path(path)
    target = Path(out) if out is not None else beside(file)
    if target.resolve() == file.resolve():
        raise UnreadableError("mark_onto_itself", str(target))
    if target.exists() and not overwrite:
        raise UnreadableError("exists", str(target))
    write_new(marked_file(file, report, lang), target, overwrite=overwrite)
    return target


def beside(file: Path) -> Path:
    """Return the path of the marked copy of a file."""
    suffix = file.suffix if file.suffix.lower() in PACKAGES else ".xlsx"
    return file.with_name(f"{file.stem}{SUFFIX}{suffix}")


def marked_file(file: Path, report: Report, lang: str) -> bytes:
    """Return the bytes of the marked copy of a file; raise UnreadableError when it cannot be made."""
    if report.reconciliation is None:
        raise UnreadableError(report.says, *report.words)
    data = content_of(file) if file.suffix.lower() in PACKAGES else as_xlsx(file)
    marks, results = marks_of(report, lang), results_of(report, lang)
    try:
        return marked(cleared(data) or data, marks, results)
    except (*DAMAGES, StopIteration):
        raise UnreadableError("damaged") from None


def marked(data: bytes, marks: Iterable[Mark], results: Results) -> bytes:
    """Return an Excel file with these marks and the results sheet; the file must have none yet."""
    with ZipFile(BytesIO(data)) as archive:
        draft = Draft(archive)
        part, styles = _styles(draft)
        results = replace(results, sheet=free_name(results.sheet, sheet_names(draft)))
        kept = Record(results.sheet, tuple(_mark_cells(draft, styles, marks)))
        record = record_sheet(kept)
        add_sheets(draft, [results_sheet(results, styles), record])
        draft.splice(part, styles.splices())
        draft.finish()
        home = next(name for name, xml in draft.added.items() if xml == record.xml)
        undo = undo_text(draft.undo())
        draft.added[home] = record_sheet(Record(kept.results, kept.cells, undo)).xml
        written = BytesIO()
        with ZipFile(written, "w") as target:
            draft.write(target)
    return written.getvalue()


def _mark_cells(draft: Draft, styles: Styles, marks: Iterable[Mark]) -> list[Before]:
    """Note down the edits that colour the cells and put notes on them; return what was there before."""
    by_sheet: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_sheet[mark.sheet].append(mark)
    parts = worksheets(draft)
    before = []
    for name, part in parts.items():
        mine = by_sheet[name]
        if not mine:
            continue
        xml = draft.read(part)
        sheet = scan(xml, [place_of(mark.cell) for mark in mine])
        before += _colour(draft, styles, part, xml, sheet, mine)
        add_notes(draft, part, sheet, {place_of(mark.cell): mark.note for mark in mine})
    return before


def _colour(
    draft: Draft, styles: Styles, part: str, xml: bytes, sheet: SheetXml, marks: Sequence[Mark]
) -> list[Before]:
    before, new = [], {}
    for mark in marks:
        place, look = place_of(mark.cell), looks()[mark.kind]
        style = sheet.cells[place].style
        fill, border = styles.fill_of(style), styles.border_of(style)
        edge = framed(border, look.edge) if look.edge else b""
        new[place] = styles.with_fill(style, solid(look.fill), edge)
        color = styles.color_of(style)
        told = (fill.decode(), border.decode() if edge else "")
        before.append(Before(mark.sheet, mark.cell, mark.kind, mark.note, color, *told))
    draft.splice(part, restyle(xml, sheet, new))
    return before


def _styles(draft: Draft) -> tuple[str, Styles]:
    """Return the part of the cell styles and the styles; a file without any gets the default ones."""
    parts = {one.kind: one.target for one in draft.relations(draft.workbook)}
    if "styles" not in parts:
        part = draft.unused("xl/styles{}.xml")
        draft.add(part, styles_part.EMPTY, styles_part.CONTENT_TYPE)
        draft.relate(draft.workbook, "styles", part)
        return part, Styles(styles_part.EMPTY)
    return parts["styles"], Styles(draft.read(parts["styles"]), theme_of(draft))
