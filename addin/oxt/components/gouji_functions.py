"""The component of the worksheet functions: LibreOffice loads it when the first of them is needed."""

import os
import sys

import unohelper

# LibreOffice puts this folder last, where a gouji of the system, maybe of another version, goes first
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "pythonpath"))

from gouji.extension.functions import Functions

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Functions, Functions.implementation, Functions.services)
