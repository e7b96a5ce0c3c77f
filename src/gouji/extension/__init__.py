"""The extension inside LibreOffice: its worksheet functions, and the commands of its menu and toolbar.

It runs in the Python of LibreOffice, which alone has `uno`; elsewhere only its `names` are imported.
"""
