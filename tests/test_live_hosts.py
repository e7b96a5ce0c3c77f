"""What the live layer takes from xlwings, held against xlwings' engines for Excel, which cannot run here."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
import xlwings

from gouji.grid import ErrorValue
from gouji.live.hosts import with_errors
from gouji.live.reading import plain

USED = {
    "App": "alert calculation screen_updating status_bar version visible",
    "Book": "api app fullname name sheets",
    "Borders": "set",
    "Border": "color line_style weight",
    "Font": "bold size",
    "Note": "delete text",
    "Range": (
        "add_hyperlink add_note borders color column column_width formula get_address note number_format "
        "raw_value row select vertical_alignment wrap_text"
    ),
    "Sheet": "activate api delete name notes range used_range visible",
}
"""Class → the members that src/gouji/live calls on it; the frozen panes are asked of Excel itself."""


def members(engine):
    """Return class → the names that an engine's module defines in it."""
    tree = ast.parse(Path(xlwings.__file__).with_name(engine).read_text("utf-8"))
    return {
        node.name: {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


@pytest.mark.parametrize("engine", ["_xlwindows.py", "_xlmac.py"])
@pytest.mark.parametrize("name", USED)
def test_xlwings_engines_for_excel_have_every_member_that_the_live_layer_uses(engine, name):
    assert set() == set(USED[name].split()) - members(engine)[name]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("12.3400"), 12.34),
        (-2146826243, ErrorValue("#SPILL!")),
        (-2146826246, ErrorValue("#N/A")),
        ("#DIV/0!", ErrorValue("#DIV/0!")),
        (1.5, 1.5),
        (True, True),
        ("文字", "文字"),
        ("", ""),
    ],
)
def test_values_that_excel_hands_over_are_those_of_a_file(value, expected):
    found = plain(value)

    assert (type(expected), expected) == (type(found), found)


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([[""]], "#REF!"),
        ([["", 2.0]], ["#REF!", "2.00"]),
        ([["", 2.0], [3.0, ""]], [["#REF!", "2.00"], ["3.00", ""]]),
    ],
)
def test_errors_that_macos_shows_stand_in_place_of_blanks(rows, shown):
    assert [["#REF!", *rows[0][1:]], *rows[1:]] == with_errors(rows, shown)
