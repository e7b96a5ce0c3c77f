"""What the builder writes itself, read by others: deflate by zlib, zip by zipfile, VBA by oletools."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import olefile
import pytest
import xlwings
from addin.archive import archive, deflate
from addin.compound import compound
from addin.vbaproject import Kind, Module, compress, document, vba_project
from hypothesis import example, given
from hypothesis import strategies as st
from tests.vba_text import decompressed

TEXTS = st.lists(st.sampled_from(["Public Sub ", "End Sub\r\n", "a", "bc", "\r\n", " "]), max_size=900).map(
    lambda words: "".join(words).encode()
)


@given(st.binary(max_size=3000) | TEXTS)
@example(b"a" * 70000)
@example(bytes(range(256)) * 300)
def test_zlib_reads_what_is_deflated(data):
    assert data == zlib.decompress(deflate(data), wbits=-15)


def test_zipfile_reads_the_archive():
    parts = {"一.xml": b"<a/>" * 500, "empty": b"", "folder/b.bin": bytes(range(256))}

    with zipfile.ZipFile(io.BytesIO(archive(parts))) as file:
        assert file.testzip() is None
        assert parts == {name: file.read(name) for name in file.namelist()}


@given(TEXTS)
@example(b"x" * 4095)
@example(b"x" * 4096)
@example(b"x" * 4097)
@example(b"Dim a As Long\r\n" * 600)
def test_compressed_text_is_read_by_oletools(data):
    assert not data or data == decompressed(compress(data))


@pytest.mark.parametrize("streams", [0, 1, 2, 3, 7, 8, 99, 300])
def test_olefile_reads_every_stream(streams):
    tree = {f"s{number}": bytes([number % 256]) * (number * 97 % 9000) for number in range(streams)}

    with olefile.OleFileIO(io.BytesIO(compound({"folder": tree, "alone": b"1"}))) as file:
        assert b"1" == file.openstream("alone").read()
        assert tree == {name: file.openstream(f"folder/{name}").read() for name in tree}
        assert [] == file.parsing_issues


def test_a_file_too_large_for_the_writer_is_refused():
    with pytest.raises(ValueError, match="too many"):
        compound({"large": bytes(7_200_000)})


def test_a_class_can_be_created_in_excel():
    text = (
        'VERSION 1.0 CLASS\nBEGIN\nEND\nAttribute VB_Name = "One"\nAttribute VB_Exposed = False\n'
        "Option Explicit\n"
    )

    stream = Module("One", Kind.CLASS, text).stream().decode()

    assert stream == (
        'Attribute VB_Name = "One"\r\n'
        'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"\r\n'
        "Attribute VB_Exposed = False\r\n"
        "Attribute VB_TemplateDerived = False\r\n"
        "Attribute VB_Customizable = False\r\n"
        "Option Explicit\r\n"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('Attribute VB_Name = "Two"\n', "does not begin"),
        ('Attribute VB_Name = "One"\n\' 核对\n', "not ASCII"),
    ],
)
def test_text_that_excel_would_misread_is_refused(text, says):
    with pytest.raises(ValueError, match=says):
        Module("One", Kind.STANDARD, text).stream()


def test_the_project_is_not_protected():
    sheets = [document(f"Sheet{number}", Kind.SHEET) for number in range(1, 151)]
    project = vba_project("Many", [document("ThisWorkbook", Kind.WORKBOOK), *sheets])

    with olefile.OleFileIO(io.BytesIO(project)) as file:
        lines = file.openstream("PROJECT").read().decode().split("\r\n")
    key = sum(lines[0][4:-1].encode()) & 0xFF
    state = {
        name: revealed(value[1:-1], key)
        for name, _, value in (line.partition("=") for line in lines)
        if name in {"CMG", "DPB", "GC"}
    }

    assert {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"} == state


def revealed(text, key):
    """Return the data that MS-OVBA 2.4.3 hides, read the other way round."""
    seed, version, hidden_key, *rest = bytes.fromhex(text)
    assert (2, key) == (seed ^ version, seed ^ hidden_key)
    before, last, plain, out = version, hidden_key, key, []
    for byte in rest:
        plain = byte ^ ((before + plain) & 0xFF)
        before, last = last, byte
        out.append(plain)
    filler = (seed & 6) // 2
    length = int.from_bytes(bytes(out[filler : filler + 4]), "little")
    assert len(out) == filler + 4 + length
    return bytes(out[filler + 4 :])


def test_the_bytes_do_not_hang_on_the_order_of_hashes():
    code = (
        "import hashlib; from addin.archive import archive; from addin.vbaproject import *;"
        "modules = [document('ThisWorkbook', Kind.WORKBOOK), document('Sheet1', Kind.SHEET)];"
        "print(hashlib.sha256(archive({'a': vba_project('P', modules)})).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": n}
        )
        for n in "12"
    ]

    assert runs[0].stdout == runs[1].stdout


def records(project):
    """Return the numbers of the records of a project's dir stream, and those of each of its modules."""
    with olefile.OleFileIO(io.BytesIO(project)) as file:
        data = io.BytesIO(decompressed(file.openstream("VBA/dir").read()))
    numbers = []
    while head := data.read(6):
        number, size = struct.unpack("<HI", head)
        data.read(size + 2 if number == 0x09 else size)  # the version's size leaves out its last two bytes
        numbers.append(number)
    modules = "".join(f"{number:02X} " for number in numbers).split("19 ")
    return modules[0], set(modules[1:])


def test_the_records_are_in_the_order_in_which_excel_writes_them():
    """xlwings' own files were made by Excel: one by a version that writes the record 4A, one by an older."""
    folder = Path(xlwings.__file__).parent
    with (
        zipfile.ZipFile(folder / "addin" / "xlwings.xlam") as older,
        zipfile.ZipFile(folder / "quickstart.xlsm") as newer,
    ):
        head, modules = records(older.read("xl/vbaProject.bin"))
        newer_head, _ = records(newer.read("xl/vbaProject.bin"))
    standard = Module("One", Kind.STANDARD, 'Attribute VB_Name = "One"\n')
    own_head, own_modules = records(
        vba_project(
            "Own", [document("ThisWorkbook", Kind.WORKBOOK), standard, document("Sheet1", Kind.SHEET)]
        )
    )

    assert head == own_head.replace("4A ", "")
    assert newer_head.startswith("01 4A 02 ")
    assert own_head.startswith("01 4A 02 ")
    assert modules == own_modules
