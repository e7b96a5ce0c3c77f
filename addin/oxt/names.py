"""Names: what LibreOffice knows the extension and its parts by."""

TITLE = {"zh": "决算核对", "en": "Final accounts"}
"""The menu and the toolbar."""

MODULE = ("org", "gouji")
INTERFACE = "XGoujiFunctions"
COMMANDS = "org.gouji.Commands"
JOBS = {
    "OnLoad": "org.gouji.Loaded",
    "OnSaveDone": "org.gouji.Saved",
    "OnSaveAsDone": "org.gouji.Saved",
}
"""The job that runs at each event of a document."""
