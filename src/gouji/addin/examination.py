"""Examination: what keeps the add-in from working, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from gouji.addin.machine import (
    EXCEL_CLASS,
    MACROS,
    MACROS_POLICY,
    OFFICE_BITS,
    TRUSTED,
    TRUSTED_POLICY,
    WPS_CLASS,
)
from gouji.addin.places import MACOS, WINDOWS, server_files
from gouji.addin.settings import ADD_WORKBOOK, interpreter_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import PurePath

    from gouji.addin.machine import Machine


_BLOCKED = (3, 4)
"""The values of VBAWarnings by which Excel runs signed macros alone, or none, without asking."""


class State(Enum):
    """How a step stands: fine, fine for some uses, or in the way."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the examination: its state, the key of its sentence, and the words of the sentence."""

    state: State
    key: str
    words: tuple[str, ...] = ()


def examine(machine: Machine) -> list[Step]:
    """Return the steps that can be judged on this machine, in the order in which to put them right."""
    if machine.places is None:
        return [Step(State.WRONG, "no_excel_here")]
    steps = [_program(machine), _addin(machine, str(machine.places.addin))]
    if machine.settings is None:
        steps.append(Step(State.WRONG, "settings_missing", (str(machine.places.settings),)))
    else:
        steps += _settings(machine, machine.settings)
    if machine.system == WINDOWS:
        steps += [_trust(machine), _macros(machine), _origin(machine, str(machine.places.addin))]
    if machine.system == MACOS:
        found = machine.script_found
        steps.append(Step(State.FINE if found else State.WRONG, "script" if found else "no_script"))
        steps.append(Step(State.WARNING, "no_functions_on_mac"))
    return steps


def _program(machine: Machine) -> Step:
    if machine.system != WINDOWS:
        return Step(State.FINE, "excel_not_looked_for")
    if EXCEL_CLASS in machine.registry:
        bits = {"x86": "32", "x64": "64"}.get(str(machine.registry.get(OFFICE_BITS)), "?")
        return Step(State.FINE, "excel", (bits,))
    return Step(State.WRONG, "only_wps" if WPS_CLASS in machine.registry else "no_excel")


def _addin(machine: Machine, place: str) -> Step:
    found, wanted = machine.addin, machine.package
    if found is None:
        return Step(State.WRONG, "addin_missing", (place,))
    if found != wanted:
        return Step(State.WRONG, "addin_other", (found.gouji, found.xlwings, wanted.gouji, wanted.xlwings))
    return Step(State.FINE, "addin", (place, found.gouji))


def _settings(machine: Machine, settings: Mapping[str, str]) -> Iterator[Step]:
    interpreter = settings.get(interpreter_key(machine.system), "")
    if not machine.interpreter_found:
        yield Step(State.WRONG, "interpreter_missing", (interpreter,))
    elif type(machine.interpreter)(interpreter) != machine.interpreter:
        yield Step(State.WARNING, "interpreter_other", (interpreter, str(machine.interpreter)))
    else:
        yield Step(State.FINE, "interpreter", (interpreter,))
    if settings.get(ADD_WORKBOOK, "").lower() != "false":
        yield Step(State.WRONG, "workbook_on_path")
    if not interpreter.isascii():
        yield Step(State.WARNING, "path_not_ascii", (interpreter,))
    if machine.system == WINDOWS:
        yield from _servers(machine, PureWindowsPath(interpreter))


def _servers(machine: Machine, interpreter: PurePath) -> Iterator[Step]:
    for name, (beside, above) in server_files(interpreter, machine.package.xlwings).items():
        if name in machine.servers:
            yield Step(State.FINE, "server", (name,))
        else:
            yield Step(State.WRONG, "server_missing", (name, str(beside.parent), str(above.parent)))


def _trust(machine: Machine) -> Step:
    # the start-up folder is a trusted location, whatever the setting for macros, unless all are off
    if any(machine.registry.get(key) == 1 for key in (TRUSTED, TRUSTED_POLICY)):
        return Step(State.WRONG, "not_trusted")
    return Step(State.FINE, "trusted")


def _macros(machine: Machine) -> Step:
    """Judge the setting for macros of files elsewhere, as a workbook with a button; a policy goes first."""
    setting = machine.registry.get(MACROS_POLICY, machine.registry.get(MACROS))
    if setting in _BLOCKED:
        return Step(State.WARNING, "macros_blocked")
    return Step(State.FINE, "macros_asked")


def _origin(machine: Machine, place: str) -> Step:
    if machine.from_internet:
        return Step(State.WRONG, "from_internet", (place,))
    return Step(State.FINE, "not_from_internet")
