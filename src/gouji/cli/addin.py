"""The commands of the add-in: addin install, addin remove, addin doctor, addin run.

On Linux they are about the extension for LibreOffice, elsewhere about the add-in for Excel.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gouji.addin.hosts import Command, Host
from gouji.addin.places import LINUX
from gouji.cli.options import Lang, Language
from gouji.cli.output import EXIT_MISMATCH, stop
from gouji.cli.program import app
from gouji.messages import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gouji.addin.examination import Step

_HELP = texts("addin", "zh")
addin = typer.Typer(help=_HELP["help"], no_args_is_help=True, rich_markup_mode=None)
app.add_typer(addin, name="addin")


@addin.command(help=_HELP["help_install"])
def install(
    file: Annotated[Path | None, typer.Argument(help=_HELP["help_file"])] = None, lang: Lang = Language.ZH
) -> None:
    """Put the add-in in place, say what was written and what is still in the way."""
    from gouji.addin import installation, machine  # noqa: PLC0415 not before --help
    from gouji.addin.examination import State, examine  # noqa: PLC0415

    words, here = texts("addin", lang.value), machine.this_machine()
    if here.system == LINUX:
        _install_extension(file, words)
        return
    try:
        folder = machine.python_path_needed(here.interpreter) if here.places else None
        written = installation.install(here, file or machine.PACKAGED, folder)
    except installation.InstallError as error:
        stop(words[error.key].format(*error.words))
    for path in written:
        typer.echo(words["written"].format(path))
    _say((step for step in examine(machine.this_machine()) if step.state is not State.FINE), words)
    typer.echo(words["installed"])


@addin.command(help=_HELP["help_remove"])
def remove(lang: Lang = Language.ZH) -> None:
    """Take the add-in away and say what was removed."""
    from gouji.addin import installation, machine  # noqa: PLC0415 not before --help

    words, here = texts("addin", lang.value), machine.this_machine()
    if here.system == LINUX:
        _remove_extension(words)
        return
    try:
        removed = installation.remove(here)
    except installation.InstallError as error:
        stop(words[error.key].format(*error.words))
    for path in removed:
        typer.echo(words["removed"].format(path))
    typer.echo(words["all_removed"] if removed else words["nothing_removed"])


@addin.command(help=_HELP["help_doctor"])
def doctor(lang: Lang = Language.ZH) -> None:
    """Say of each step whether it stands and what to do; exit with 1 when one is in the way."""
    from gouji.addin import libreoffice, machine  # noqa: PLC0415 not before --help
    from gouji.addin.examination import State, examine  # noqa: PLC0415

    words, here = texts("addin", lang.value), machine.this_machine()
    of_office = here.system == LINUX
    steps = list(libreoffice.examine(libreoffice.this_office())) if of_office else examine(here)
    _say(steps, words)
    if any(step.state is State.WRONG for step in steps):
        raise typer.Exit(EXIT_MISMATCH)
    typer.echo(words["all_fine_in_libreoffice" if of_office else "all_fine"])


@addin.command(help=_HELP["help_run"])
def run(
    command: Annotated[Command, typer.Argument(help=_HELP["help_command"])],
    host: Annotated[Host, typer.Option(help=_HELP["help_host"])] = Host.EXCEL,
    lang: Lang = Language.ZH,
) -> None:
    """Run a command of the ribbon on the workbook that is open, without the add-in."""
    from gouji.addin import hosts  # noqa: PLC0415 not before --help

    words = texts("addin", lang.value)
    try:
        outcome = hosts.run(command, host)
    except hosts.NoHostError:
        stop(words[f"no_host_{host.value}"])
    except ImportError:
        stop(words["no_xlwings"])
    if outcome.failed:
        stop(outcome.says)
    typer.echo(outcome.says)


def _install_extension(file: Path | None, words: Mapping[str, str]) -> None:
    from gouji.addin import libreoffice  # noqa: PLC0415
    from gouji.addin.examination import State  # noqa: PLC0415
    from gouji.addin.installation import InstallError  # noqa: PLC0415

    try:
        libreoffice.install(libreoffice.this_office(), file or libreoffice.PACKAGED)
    except InstallError as error:
        stop(words[error.key].format(*error.words))
    steps = libreoffice.examine(libreoffice.this_office())
    _say((step for step in steps if step.state is not State.FINE), words)
    typer.echo(words["extension_installed"])


def _remove_extension(words: Mapping[str, str]) -> None:
    from gouji.addin import libreoffice  # noqa: PLC0415
    from gouji.addin.installation import InstallError  # noqa: PLC0415

    try:
        removed = libreoffice.remove(libreoffice.this_office())
    except InstallError as error:
        stop(words[error.key].format(*error.words))
    typer.echo(words["extension_removed" if removed else "no_extension_removed"])


def _say(steps: Iterable[Step], words: Mapping[str, str]) -> None:
    for step in steps:
        typer.echo(f"{words[step.state.value]}  {words[step.key].format(*step.words)}")
