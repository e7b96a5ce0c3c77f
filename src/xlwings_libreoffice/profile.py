"""The private profile of a soffice that this package starts: settings and font names."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = (
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("/org.openoffice.Office.Common/Misc", "CrashReport", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),
)
"""No first-run dialogs, tips, crash reports, recovery or release notes: nobody is there to close them."""

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
FONTS = {
    "宋体": SERIF,
    "SimSun": SERIF,
    "新宋体": SERIF,
    "NSimSun": SERIF,
    "仿宋": SERIF,
    "FangSong": SERIF,
    "仿宋_GB2312": SERIF,
    "楷体": SERIF,
    "KaiTi": SERIF,
    "楷体_GB2312": SERIF,
    "方正小标宋简体": SERIF,
    "方正仿宋_GBK": SERIF,
    "黑体": SANS,
    "SimHei": SANS,
    "微软雅黑": SANS,
    "Microsoft YaHei": SANS,
    "等线": SANS,
    "DengXian": SANS,
    "Calibri": SANS,
}
"""Fonts of Chinese workbooks and what stands in for each. LibreOffice saves another name for a Chinese font
that it cannot find; a font with an alias counts as found, and its name survives."""


def write_profile(folder: Path) -> None:
    """Write the settings of a new profile into a folder."""
    items = "\n".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}\n</oor:items>\n',
        encoding="utf-8",
    )


def write_fonts(file: Path) -> None:
    """Write a fontconfig file with the aliases of FONTS on top of the system's own."""
    aliases = "\n".join(
        f'<alias binding="same"><family>{escape(name)}</family>'
        f"<prefer><family>{escape(substitute)}</family></prefer></alias>"
        for name, substitute in FONTS.items()
    )
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n{aliases}\n</fontconfig>\n',
        encoding="utf-8",
    )
