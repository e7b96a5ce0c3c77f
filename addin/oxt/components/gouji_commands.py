"""The component of the commands and jobs: LibreOffice loads it when the first of them is needed."""

import os
import sys

import unohelper

# LibreOffice puts this folder last, where a gouji of the system, maybe of another version, goes first
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "pythonpath"))

if sys.version_info >= (3, 11):
    from gouji.extension.commands import Commands
    from gouji.extension.jobs import Loaded, Saved

    CLASSES = [(one, one.implementation, one.services) for one in (Commands, Loaded, Saved)]
else:
    sys.path.insert(0, os.path.dirname(__file__))
    from gouji_old_python import CLASSES

g_ImplementationHelper = unohelper.ImplementationHelper()
for one in CLASSES:
    g_ImplementationHelper.addImplementation(*one)
