"""A VBA project from the text of its modules: the vbaProject.bin of a workbook (MS-OVBA).

Source only: Excel compiles it when it opens the file. What Excel is known to refuse is kept out: see
docs/without-excel.md.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from addin.compound import compound
from addin.lz77 import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

_CODE_PAGE = 1252
_CHUNK = 4096
_SEED = 0x5A  # of the obfuscation of the project's protection state; any number will do
_NO_CACHE = bytes.fromhex("CC61FFFF000000")
"""The stream _VBA_PROJECT without compiled code (MS-OVBA 2.3.4.1)."""
_REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#"
    r"C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}
"""The two libraries every Excel has; Excel finds them by their ids, wherever they are."""


class Kind(Enum):
    """The kinds of modules: their line in the PROJECT stream, and the base their text must name."""

    STANDARD = "Module={}", ""
    CLASS = "Class={}", "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
    WORKBOOK = "Document={}/&H00000000", "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "Document={}/&H00000000", "0{00020820-0000-0000-C000-000000000046}"


@dataclass(frozen=True, slots=True)
class Module:
    """A module: its name, kind and text as VBA exports it."""

    name: str
    kind: Kind
    text: str

    def stream(self) -> bytes:
        """Return the text as the project holds it.

        Raises ValueError when the text does not carry the module's name, or is not plain ASCII.
        """
        text = re.sub(
            r"\AVERSION .*?^END\n", "", self.text.replace("\r\n", "\n"), flags=re.DOTALL | re.MULTILINE
        )
        name, base = f'Attribute VB_Name = "{self.name}"\n', self.kind.value[1]
        if not text.startswith(name):
            raise ValueError(f"{self.name}: the text does not begin with {name!r}")
        if base:
            customizable = self.kind is not Kind.CLASS
            more = f"Attribute VB_TemplateDerived = False\nAttribute VB_Customizable = {customizable}\n"
            text = text.replace(name, f'{name}Attribute VB_Base = "{base}"\n', 1)
            text = re.sub(r"^Attribute VB_Exposed = .*\n", rf"\g<0>{more}", text, count=1, flags=re.MULTILINE)
        if not text.isascii():
            raise ValueError(f"{self.name}: the text is not ASCII")
        return text.replace("\n", "\r\n").encode()


def document(name: str, kind: Kind) -> Module:
    """Return the empty module that every sheet and workbook has."""
    flags = {"GlobalNameSpace": False, "Creatable": False, "PredeclaredId": True, "Exposed": True}
    lines = [f'Attribute VB_Name = "{name}"', *(f"Attribute VB_{key} = {on}" for key, on in flags.items())]
    return Module(name, kind, "\n".join([*lines, ""]))


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """Return the project; its id follows from its name, so that each build gives the same bytes."""
    guid = f"{{{uuid5(NAMESPACE_URL, f'urn:gouji:vba:{name}')}}}".upper()
    streams = {module.name: compress(module.stream()) for module in modules}
    return compound(
        {
            "VBA": {"dir": compress(_dir(name, modules)), "_VBA_PROJECT": _NO_CACHE, **streams},
            "PROJECT": _project(name, guid, modules),
            "PROJECTwm": b"".join(_ansi(m.name) + b"\0" + _wide(m.name) + b"\0\0" for m in modules) + b"\0\0",
        }
    )


def compress(data: bytes) -> bytes:
    """Return the data in the compressed container of MS-OVBA 2.4.1.

    A last chunk that cannot be made smaller (no text is such) gets zeros behind it: the format has no other
    way to hold it.
    """
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return b"\1" + b"".join(map(_chunk, chunks))


def _chunk(chunk: bytes) -> bytes:
    packed, place = bytearray(), 0
    for number, token in enumerate(tokens(chunk, _CHUNK, lambda at: (0xFFFF >> _offset_bits(at)) + 3)):
        if number % 8 == 0:
            flags = len(packed)
            packed.append(0)
        if isinstance(token, int):
            packed.append(token)
            place += 1
        else:
            distance, length = token
            packed[flags] |= 1 << number % 8
            packed += struct.pack("<H", (distance - 1) << (16 - _offset_bits(place)) | (length - 3))
            place += length
    if len(packed) >= _CHUNK:
        return struct.pack("<H", 0x3000 | (_CHUNK - 1)) + chunk.ljust(_CHUNK, b"\0")
    return struct.pack("<H", 0xB000 | (len(packed) - 1)) + packed


def _offset_bits(place: int) -> int:
    """Return the bits that a copy token at this place of a chunk gives to its distance."""
    return max(4, (place - 1).bit_length())


def _dir(name: str, modules: Sequence[Module]) -> bytes:
    """Return the dir stream, its records in the order in which Excel writes them (MS-OVBA 2.3.4.2)."""
    head = [
        _record(0x01, _long(3)),
        _record(0x4A, _long(3)),
        _record(0x02, _long(0x409)),
        _record(0x14, _long(0x409)),
        _record(0x03, struct.pack("<H", _CODE_PAGE)),
        _record(0x04, _ansi(name)),
        *(_record(empty) for empty in (0x05, 0x40, 0x06, 0x3D)),
        _record(0x07, _long(0)),
        _record(0x08, _long(0)),
        struct.pack("<HIIH", 0x09, 4, 1, 1),
        _record(0x0C),
        _record(0x3C),
    ]
    for key, library in _REFERENCES.items():
        identity = _long(len(library)) + _ansi(library) + bytes(6)
        head += [_record(0x16, _ansi(key)), _record(0x3E, _wide(key)), _record(0x0D, identity)]
    head += [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, b"\xff\xff")]
    return b"".join([*head, *map(_module, modules), _record(0x10)])


def _module(module: Module) -> bytes:
    ansi, wide = _ansi(module.name), _wide(module.name)
    names = _record(0x19, ansi) + _record(0x47, wide) + _record(0x1A, ansi) + _record(0x32, wide)
    rest = [_record(0x1C), _record(0x48), _record(0x31, _long(0)), _record(0x1E, _long(0))]
    kind = _record(0x21 if module.kind is Kind.STANDARD else 0x22)
    return names + b"".join(rest) + _record(0x2C, b"\xff\xff") + kind + _record(0x2B)


def _project(name: str, guid: str, modules: Sequence[Module]) -> bytes:
    lines = [
        f'ID="{guid}"',
        *(module.kind.value[0].format(module.name) for module in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_obfuscated(bytes(4), guid)}"',  # not protected
        f'DPB="{_obfuscated(bytes(1), guid)}"',  # no password
        f'GC="{_obfuscated(bytes([0xFF]), guid)}"',  # visible
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return _ansi("\r\n".join(lines))


def _obfuscated(data: bytes, guid: str) -> str:
    """Return data of the protection state as the project's id hides it (MS-OVBA 2.4.3)."""
    key = sum(guid.encode()) & 0xFF
    version, hidden_key = _SEED ^ 2, _SEED ^ key
    out = [_SEED, version, hidden_key]
    plain = key
    filler = bytes([7]) * ((_SEED & 6) // 2)
    for byte in filler + _long(len(data)) + data:
        out.append(byte ^ ((out[-2] + plain) & 0xFF))
        plain = byte
    return bytes(out).hex().upper()


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _long(value: int) -> bytes:
    return struct.pack("<I", value)


def _ansi(text: str) -> bytes:
    return text.encode("ascii")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
