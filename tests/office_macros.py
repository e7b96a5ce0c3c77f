"""Drive LibreOffice by UNO: open workbooks and run their macros. Runs in the Python that has `uno`.

Reads a list of steps as JSON from standard input, and writes the list of their results. The steps:
["open", name, path]                  load a file with its macros on
["libraries", name]                   the modules of its VBA projects
["buttons", name]                     sheet, label and macro of each form control
["write", name, sheet, address, rows] set the contents of cells
["formula", name, sheet, address, text]     set a formula, ["array", ...] one over a range
["run", name, "Module.Procedure"]     run a macro without arguments; its errors are silent
["read", name, sheet, address]        the cells of a range: numbers, texts, or the text of an error
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
VBA_FILTER = "Calc MS Excel 2007 VBA XML"
STARTED_WITHIN = 60


def properties(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


class Office:
    def __init__(self, profile):
        (profile / "user").mkdir()
        (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, "utf-8")
        pipe = f"gouji{uuid.uuid4().hex}"
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
        plain["PATH"] = "/usr/local/bin:/usr/bin:/bin"
        self.process = subprocess.Popen(
            [
                *("soffice", "--headless", "--norestore", "--nologo", "--nodefault"),
                *(f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp;"),
            ],
            env=plain,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        context = self.resolved(resolver, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.books = {}

    def resolved(self, resolver, address):
        end = time.monotonic() + STARTED_WITHIN
        while True:
            try:
                return resolver.resolve(address)
            except Exception:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def quit(self):
        with contextlib.suppress(Exception):  # it may be gone
            self.desktop.terminate()
        self.process.wait(30)

    def open(self, name, path):
        url = Path(path).absolute().as_uri()
        options = properties(Hidden=False, MacroExecutionMode=4, FilterName=VBA_FILTER)
        self.books[name] = self.desktop.loadComponentFromURL(url, "_blank", 0, options)

    def libraries(self, name):
        libraries = self.books[name].BasicLibraries
        return {one: sorted(libraries.getByName(one).ElementNames) for one in libraries.ElementNames}

    def buttons(self, name):
        found = []
        for sheet in self.books[name].Sheets:
            for form in sheet.DrawPage.Forms:
                for place in range(form.Count):
                    events = [event.ScriptCode for event in form.getScriptEvents(place)]
                    found.append([sheet.Name, form.getByIndex(place).Label, *events])
        return found

    def write(self, name, sheet, address, rows):
        self.range(name, sheet, address).setDataArray(tuple(map(tuple, rows)))

    def formula(self, name, sheet, address, text):
        self.range(name, sheet, address).setFormula(text)

    def array(self, name, sheet, address, text):
        self.range(name, sheet, address).setArrayFormula(text)

    def run(self, name, macro):
        book = self.books[name]
        project = book.BasicLibraries.VBACompatibilityMode and book.BasicLibraries.ProjectName
        url = f"vnd.sun.star.script:{project}.{macro}?language=Basic&location=document"
        return book.getScriptProvider().getScript(url).invoke((), (), ())[0]

    def read(self, name, sheet, address):
        cells = self.range(name, sheet, address)
        size = cells.RangeAddress
        return [
            [self.value(cells.getCellByPosition(c, r)) for c in range(size.EndColumn - size.StartColumn + 1)]
            for r in range(size.EndRow - size.StartRow + 1)
        ]

    def value(self, cell):
        if cell.Error or cell.Type.value == "TEXT" or not cell.Formula:
            return cell.String
        return cell.String if cell.FormulaResultType2 == 2 else cell.Value

    def range(self, name, sheet, address):
        return self.books[name].Sheets.getByName(sheet).getCellRangeByName(address)


def main():
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        try:
            results = [getattr(office, step)(*arguments) for step, *arguments in json.load(sys.stdin)]
        finally:
            office.quit()
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
