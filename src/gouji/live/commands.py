"""Commands: what a user can ask for in an open book; each takes a book and returns its outcome.

A command never raises for what a user can put right: it says so in one sentence, and the book is as before.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

import xlwings as xw

from gouji.live.clearing import clear_book
from gouji.live.hosts import say
from gouji.live.marking import mark_book, protected_sheets
from gouji.live.messages import Outcome, UserError, sentence
from gouji.live.quiet import quiet
from gouji.live.reading import check_book
from gouji.live.resultslist import walk
from gouji.marks.plan import marks_of
from gouji.marks.results import results_of
from gouji.messages import unreadable
from gouji.report import TIES, UNREADABLE
from gouji.report.explain import explanation_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gouji.report import Report

LANG = "zh"
"""The language of the add-in: its users are accountants in China."""

Command = "Callable[[xw.Book | None], Outcome]"


def _command(work: Callable[[xw.Book], Outcome]) -> Callable[[xw.Book | None], Outcome]:
    """Return a command that shows its outcome; without a book it takes the one that called it."""

    @wraps(work)
    def command(book: xw.Book | None = None) -> Outcome:
        target = xw.Book.caller() if book is None else book
        try:
            outcome = work(target)
        except UserError as error:
            outcome = Outcome(sentence(error.says, *error.words), failed=True)
        except Exception as error:  # noqa: BLE001 an accountant is shown no traceback
            return Outcome(sentence("internal", f"{type(error).__name__}: {error}"), failed=True)
        say(target.app, outcome.says)
        return outcome

    return command


@_command
def check_active_book(book: xw.Book) -> Outcome:
    """Check the book and say what was found; nothing is written."""
    with quiet(book):
        report = _checked(book)
    return Outcome(_summary(report), report)


@_command
def mark(book: xw.Book) -> Outcome:
    """Check the book and make its findings visible, in place of marks it may have: the one-click button."""
    with quiet(book):
        report = _checked(book)
        result = report.reconciliation
        if result is None:
            raise UserError("nothing_read")
        marks = marks_of(result, LANG)
        locked = protected_sheets(book, marks)
        remarks = [sentence("protected", "、".join(locked))] if locked else []
        book.app.status_bar = sentence("marking")
        clear_book(book)
        mark_book(book, marks, results_of(result, LANG, remarks))
    return Outcome("\n".join([_summary(report), *remarks]), report)


@_command
def clear(book: xw.Book) -> Outcome:
    """Take the marks off the book."""
    with quiet(book):
        book.app.status_bar = sentence("clearing")
        had = clear_book(book)
    return Outcome(sentence("cleared" if had else "no_marks"))


@_command
def refresh(book: xw.Book) -> Outcome:
    """Check the book anew after an edit, and mark it anew if it is marked."""
    had = bool(walk(book, 1)) or "_gouji" in book.sheet_names
    return mark.__wrapped__(book) if had else check_active_book.__wrapped__(book)  # type: ignore[attr-defined]


def next_finding(book: xw.Book | None = None) -> Outcome:
    """Go to the next finding of the results list."""
    return _go(book, 1)


def previous_finding(book: xw.Book | None = None) -> Outcome:
    """Go to the finding before in the results list."""
    return _go(book, -1)


@_command
def explain_selection(book: xw.Book) -> Outcome:
    """Say of the selected cell which ties it is part of, with every addend, its interval and the verdict."""
    selection = book.selection
    if selection is None or selection.sheet.name not in book.sheet_names:
        raise UserError("select_a_cell")
    place = selection.sheet.name, selection[0, 0].get_address(False, False)
    with quiet(book):
        report = _checked(book)
    if report.reconciliation is None:
        raise UserError("nothing_read")
    explanation = explanation_of(report.reconciliation, *place, LANG)
    return Outcome(explanation.text(LANG), report, place, explanation)


def _go(book: xw.Book | None, step: int) -> Outcome:
    target = xw.Book.caller() if book is None else book
    try:
        place = walk(target, step)
        if place is None:
            raise UserError("no_list")  # noqa: TRY301 told like any other
        sheet = target.sheets[place[0]]
        sheet.activate()
        cell = sheet.range(place[1])
        cell.select()
        note = cell.note
        says = note.text if note is not None else f"{place[0]}!{place[1]}"
        target.app.status_bar = " ".join(says.split())
    except UserError as error:
        says = sentence(error.says, *error.words)
        say(target.app, says)
        return Outcome(says, failed=True)
    except Exception as error:  # noqa: BLE001 an accountant is shown no traceback
        return Outcome(sentence("internal", f"{type(error).__name__}: {error}"), failed=True)
    return Outcome(says, target=place)


def _checked(book: xw.Book) -> Report:
    book.app.status_bar = sentence("checking")
    report = check_book(book)
    if report.status == UNREADABLE:
        raise UserError("unreadable", unreadable(report.says, report.words, LANG))
    return report


def _summary(report: Report) -> str:
    counts = report.counts
    if report.status == TIES:
        return sentence("ties", counts["exact"] + counts["rounding"] + counts["plug"], counts["rounding"])
    must = sum(f.verdict == "mismatch" and f.severity == "must" for f in report.findings)
    return sentence("mismatches", must)
