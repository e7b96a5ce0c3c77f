"""Commands: what a user can ask for in an open book; each takes a book and returns its outcome.

A command never raises for what a user can put right: it says so in one sentence, and the book is as before.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

import xlwings as xw

from gouji.accepted import AcceptedError
from gouji.live.addresses import MOST_SIGNS
from gouji.live.clearing import clear_book
from gouji.live.hosts import is_gone, is_structure_protected, one_step, say
from gouji.live.marking import mark_book, protected_sheets
from gouji.live.messages import Outcome, UserError, sentence
from gouji.live.quiet import quiet
from gouji.live.reading import check_book
from gouji.live.resultslist import walk
from gouji.marks.plan import marks_of
from gouji.marks.record import RECORD_SHEET
from gouji.marks.results import results_of
from gouji.messages import unreadable
from gouji.report import TIES
from gouji.report.explain import explanation_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gouji.report import Report

LANG = "zh"
"""The language of the add-in: its users are accountants in China."""


def _command(work: Callable[[xw.Book], Outcome]) -> Callable[[xw.Book | None], Outcome]:
    """Return a command that shows its outcome; without a book it takes the one that called it."""

    @wraps(work)
    def command(book: xw.Book | None = None) -> Outcome:
        target = xw.Book.caller() if book is None else book
        try:
            outcome = work(target)
            if outcome.in_box:
                say(target.app, outcome.says)
        except UserError as error:
            outcome = Outcome(sentence(error.says, *error.words), failed=True)
            say(target.app, outcome.says)
        except Exception as error:  # noqa: BLE001 an accountant is shown no traceback
            if is_gone(target.app):
                return Outcome(sentence("gone"), failed=True)
            outcome = Outcome(sentence("internal", f"{type(error).__name__}: {error}"), failed=True)
            say(target.app, outcome.says)
        return outcome

    return command


@_command
def check_active_book(book: xw.Book) -> Outcome:
    """Check the book and say what was found; nothing is written."""
    return _check(book)


@_command
def mark(book: xw.Book) -> Outcome:
    """Check the book and make its findings visible, in place of marks it may have: the one-click button."""
    return _mark(book)


@_command
def refresh(book: xw.Book) -> Outcome:
    """Check the book anew after an edit, and mark it anew if it is marked."""
    return _mark(book) if RECORD_SHEET in book.sheet_names else _check(book)


@_command
def clear(book: xw.Book) -> Outcome:
    """Take the marks off the book."""
    with quiet(book), one_step(book, sentence("clear_step")):
        book.app.status_bar = sentence("clearing")
        had = clear_book(book)
    return Outcome(sentence("cleared" if had else "no_marks"))


@_command
def next_finding(book: xw.Book) -> Outcome:
    """Go to the next finding of the results list."""
    return _go(book, 1)


@_command
def previous_finding(book: xw.Book) -> Outcome:
    """Go to the finding before in the results list."""
    return _go(book, -1)


@_command
def explain_selection(book: xw.Book) -> Outcome:
    """Say of the selected cell which ties it is part of, with every addend, its interval and the verdict."""
    selection = book.selection
    if selection is None:
        raise UserError("select_a_cell")
    cell = selection[0, 0].get_address(row_absolute=False, column_absolute=False)
    sheet = selection.sheet.name
    with quiet(book):
        report = _checked(book)
    explanation = explanation_of(report, sheet, cell, LANG)
    return Outcome(explanation.text(LANG), report, (sheet, cell), explanation)


def _check(book: xw.Book) -> Outcome:
    with quiet(book):
        report = _checked(book)
    return Outcome(_summary(report), report)


def _mark(book: xw.Book) -> Outcome:
    if is_structure_protected(book):
        raise UserError("structure")
    with quiet(book):
        report = _checked(book)
        marks = marks_of(report, LANG)
        locked = protected_sheets(book, marks)
        remarks = [sentence("protected", "、".join(locked))] if locked else []
        book.app.status_bar = sentence("marking")
        free = [mark for mark in marks if mark.sheet not in locked]
        with one_step(book, sentence("mark_step")):
            clear_book(book)
            mark_book(book, free, results_of(report, LANG, remarks))
    see = [] if report.status == TIES else [sentence("see")]
    return Outcome("\n".join([_summary(report), *see, *remarks]), report)


def _go(book: xw.Book, step: int) -> Outcome:
    place = walk(book, step)
    if place is None:
        raise UserError("no_list")
    sheet = book.sheets[place[0]]
    sheet.activate()
    cell = sheet.range(place[1])
    cell.select()
    note = cell.note
    says = note.text if note is not None else f"{place[0]}!{place[1]}"
    book.app.status_bar = " ".join(says.split())[:MOST_SIGNS]
    return Outcome(says, target=place, in_box=False)


def _checked(book: xw.Book) -> Report:
    book.app.status_bar = sentence("checking")
    try:
        report = check_book(book)
    except AcceptedError as error:
        raise UserError("unreadable", unreadable("bad_accepted", (str(error),), LANG)) from None
    if report.reconciliation is None:
        raise UserError("unreadable", unreadable(report.says, report.words, LANG))
    return report


def _summary(report: Report) -> str:
    counts = report.counts
    if report.status == TIES:
        return sentence("ties", counts["exact"] + counts["rounding"] + counts["plug"], counts["rounding"])
    must = sum(f.verdict == "mismatch" and f.severity == "must" for f in report.counted)
    return sentence("mismatches", must)
