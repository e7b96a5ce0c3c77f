"""The component of the commands and jobs: LibreOffice loads it when the first of them is needed."""

import sys
from pathlib import Path

import unohelper

# LibreOffice puts this folder last, where a gouji of the system, maybe of another version, goes first
sys.path.insert(0, str(Path(__file__).parent / "pythonpath"))

from gouji.extension import commands, jobs

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(commands.Commands, commands.IMPLEMENTATION, commands.SERVICES)
g_ImplementationHelper.addImplementation(jobs.OnLoad, jobs.IMPLEMENTATION, jobs.SERVICES)
