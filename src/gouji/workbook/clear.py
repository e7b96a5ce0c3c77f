"""Clear: a marked Excel file as it was without the marks, also when a spreadsheet has saved it since.

A file that nobody saved is restored byte for byte by the record of its own edits. In any other, each marked
cell gets back its fill and border, unless the user has given it another, and notes lose our part.
"""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from gouji.marks.kinds import looks
from gouji.marks.record import RECORD_SHEET
from gouji.workbook.package.cells import place_of, restyle, scan
from gouji.workbook.package.colors import color_of_fill
from gouji.workbook.package.draft import Draft, digest
from gouji.workbook.package.notes import noted, remove_notes
from gouji.workbook.package.sheets import remove_sheets, worksheets
from gouji.workbook.package.styles import NO_BORDER, NO_FILL, Styles, is_framed, solid
from gouji.workbook.read import DAMAGES, UnreadableError, content_of
from gouji.workbook.recordsheet import record_in, undo_of
from gouji.workbook.save import write_new

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from gouji.marks.record import Before, Record
    from gouji.workbook.package.cells import Place, SheetXml
    from gouji.workbook.recordsheet import Undo

SUFFIX = "-清除标注"
"""What the name of a cleared copy has behind the name of its file."""


def clear(
    path: str | os.PathLike[str], out: str | os.PathLike[str] | None = None, *, overwrite: bool = False
) -> Path | None:
    """Write a copy of a marked workbook without the marks and return its path; None if it has no marks.

    The copy is `NAME-清除标注.xlsx` beside it unless `out` names another. Raises UnreadableError, with the
    sentence for the user, when the file cannot be read, the copy exists (without `overwrite`) or cannot be
    written.
    """
    file = Path(path)
    target = Path(out) if out is not None else file.with_name(f"{file.stem}{SUFFIX}{file.suffix}")
    if target.resolve() == file.resolve():
        raise UnreadableError("mark_onto_itself", str(target))
    if target.exists() and not overwrite:
        raise UnreadableError("exists", str(target))
    data = cleared_file(file)
    if data is None:
        return None
    write_new(data, target, overwrite=overwrite)
    return target


def cleared_file(file: Path) -> bytes | None:
    """Return a file's bytes without its marks, None if it has none; raise UnreadableError for no workbook."""
    data = content_of(file)
    try:
        return cleared(data)
    except (*DAMAGES, StopIteration):
        raise UnreadableError("damaged" if data.startswith(b"PK") else "not_markable") from None


def cleared(data: bytes) -> bytes | None:
    """Return an Excel file without its marks, None if it has none."""
    with ZipFile(BytesIO(data)) as archive:
        draft = Draft(archive)
        record = record_in(draft)
        if record is None:
            return None
        undo = undo_of(record.file)
        if undo and all(_is_untouched(draft, part, told) for part, told in undo.items()):
            _undo(draft, undo)
        else:
            _clear(draft, record)
            draft.finish()
        written = BytesIO()
        with ZipFile(written, "w") as target:
            draft.write(target)
    return written.getvalue()


def theme_of(draft: Draft) -> bytes:
    """Return the theme of a workbook, b'' for none."""
    parts = (one.target for one in draft.relations(draft.workbook) if one.kind == "theme")
    return next((draft.read(part) for part in parts if part in draft), b"")


def _is_untouched(draft: Draft, part: str, told: tuple[str, object] | None) -> bool:
    return part in draft and (told is None or digest(draft.read(part)) == told[0])


def _undo(draft: Draft, undo: Undo) -> None:
    for part, told in undo.items():
        if told is None:
            draft.removed.add(part)
        else:
            draft.splice(part, told[1])


def _clear(draft: Draft, record: Record) -> None:
    cells: dict[str, dict[Place, Before]] = defaultdict(dict)
    for cell in record.cells:
        cells[cell.sheet][place_of(cell.cell)] = cell
    styles_part = next(one.target for one in draft.relations(draft.workbook) if one.kind == "styles")
    styles = Styles(draft.read(styles_part), theme_of(draft))
    gone = {RECORD_SHEET, record.results}
    for name, part in worksheets(draft).items():
        if name not in gone:
            _clear_sheet(draft, styles, part, cells[name])
    draft.splice(styles_part, styles.splices())
    remove_sheets(draft, gone)


def _clear_sheet(draft: Draft, styles: Styles, part: str, cells: Mapping[Place, Before]) -> None:
    strays = noted(draft, part) - cells.keys()
    if not cells and not strays:
        return
    xml = draft.read(part)
    sheet = scan(xml, {*cells, *strays})
    new = {place: _restored(styles, sheet, place, cells.get(place)) for place in sheet.cells}
    draft.splice(part, restyle(xml, sheet, {place: style for place, style in new.items() if style >= 0}))
    remove_notes(draft, part, sheet, {place: before.note for place, before in cells.items()})


def _restored(styles: Styles, sheet: SheetXml, place: Place, before: Before | None) -> int:
    """Return the style that gives a cell back what it had, -1 where it keeps what it has.

    A cell that carries a mark and is not in the record was copied from a marked one: it had no fill.
    """
    found = sheet.cells[place]
    if found.lacks:
        return -1
    kinds = [before.kind] if before else list(looks())
    fill, border, color = (
        styles.fill_of(found.style),
        styles.border_of(found.style),
        styles.color_of(found.style),
    )
    kept_fill, kept_border = fill, border
    for kind in kinds:
        if color == looks()[kind].fill:
            kept_fill = _fill_of(before, styles.theme)
        if looks()[kind].edge and is_framed(border, looks()[kind].edge):
            kept_border = before.border.encode() if before and before.border else NO_BORDER
    if (kept_fill, kept_border) == (fill, border):
        return -1
    return styles.with_fill(found.style, kept_fill, kept_border)


def _fill_of(before: Before | None, theme: bytes) -> bytes:
    """Return the fill a cell had: as it was written, or by its colour where its theme is gone."""
    if before is None:
        return NO_FILL
    fill = before.fill.encode()
    if fill and color_of_fill(fill, theme) == before.color:
        return fill
    return solid(before.color) if before.color else NO_FILL
