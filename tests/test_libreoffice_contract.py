"""xlwings' engine interface as this engine was written for it: a change of it must not pass unseen."""

import ast
import inspect
from pathlib import Path

import pytest
import xlwings
from xlwings import base_classes

from xlwings_libreoffice import apps, books, borders, fonts, names, notes, ranges, sheets, views

INTERFACE = Path(__file__).with_name("xlwings_engine_interface.txt")
INHERITED = {
    "App.xl": "an app of its own kind: attach(context=...)",
    "Book.json": "for remote engines",
    "Range.get_async_pipeline_overrides": "for xlwings Lite",
    "Range.expand": "xlwings' own, made of end()",
    "Borders._grid_sides": "xlwings' own",
    "Borders.clear": "xlwings calls set()",
    "Names.snapshot": "xlwings' own",
}
OURS = [
    apps.Apps,
    apps.App,
    books.Books,
    books.Book,
    sheets.Sheets,
    sheets.Sheet,
    ranges.Range,
    fonts.Font,
    borders.Borders,
    borders.Border,
    notes.Note,
    names.Names,
    names.Name,
    views.FreezePanes,
    views.PageSetup,
]


def described(member):
    """Return a member's kind and signature in a word."""
    if isinstance(member, property):
        return "property" if member.fset is None else "property, set"
    if isinstance(member, (staticmethod, classmethod)):
        return f"static {inspect.signature(member.__func__)}"
    return str(inspect.signature(member)) if callable(member) else "value"


def interface():
    """Return a line for each member of each class that an engine can implement."""
    return [
        f"{name}.{member} {described(value)}"
        for name, kind in sorted(vars(base_classes).items())
        if inspect.isclass(kind) and kind.__module__ == base_classes.__name__ and not name.startswith("_")
        for member, value in sorted(vars(kind).items())
        if not member.startswith("__")
        or member in {"__call__", "__len__", "__iter__", "__getitem__", "__contains__"}
    ]


def test_the_pinned_xlwings_is_installed():
    assert xlwings.__version__ == "0.37.8"


def test_the_engine_interface_of_xlwings_is_the_one_this_engine_was_written_for():
    assert interface() == INTERFACE.read_text("utf-8").splitlines()


@pytest.mark.parametrize("ours", OURS, ids=lambda ours: ours.__name__)
def test_every_member_is_implemented_or_raises_its_own_sentence(ours):
    base = getattr(base_classes, ours.__name__)
    left = {
        f"{ours.__name__}.{name}"
        for name, member in vars(base).items()
        if not name.startswith("__")
        and not inspect.iscoroutinefunction(member)
        and inspect.getattr_static(ours, name) is member
    }
    assert left <= set(INHERITED)


def test_the_package_knows_nothing_of_gouji_and_of_the_parts_of_xlwings_that_are_not_bsd():
    imported = {
        module
        for file in Path(apps.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for module in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
        )
    }
    assert "xlwings" in imported
    assert not {
        name for name in imported if name.startswith(("gouji", "xlwings.pro", "xlwings.server", "xlwings._"))
    }
