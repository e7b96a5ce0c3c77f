"""The Python that the add-in's commands run, taken from the text of the macros."""

import re

from addin.wrappers import MACROS


def commands():
    """Return the Python of each command by the name of its macro."""
    text = (MACROS / "addin" / "GoujiCommands.bas").read_text("ascii")
    return dict(re.findall(r'^Public Sub (\w+)\(\)\n    RunLive "([^"]+)"\nEnd Sub', text, re.MULTILINE))


def as_excel_runs_it(command, settings, workbook, addin):
    """Return the text after `python -B -c` to which xlwings' RunPython adds a command."""
    path = ";".join(
        [settings["ADD_WORKBOOK_TO_PYTHONPATH"], workbook, addin, "", "", "", settings["PYTHONPATH"]]
    )
    return f'import xlwings.utils;xlwings.utils.prepare_sys_path("{path}"); {command}'
