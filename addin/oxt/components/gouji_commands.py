"""The component of the commands and jobs: LibreOffice loads it when the first of them is needed."""

import sys
from pathlib import Path

import unohelper

# LibreOffice puts this folder last, where a gouji of the system, maybe of another version, goes first
sys.path.insert(0, str(Path(__file__).parent / "pythonpath"))

from gouji.extension.commands import Commands
from gouji.extension.jobs import Loaded, Saved

g_ImplementationHelper = unohelper.ImplementationHelper()
for one in (Commands, Loaded, Saved):
    g_ImplementationHelper.addImplementation(one, one.implementation, one.services)
