"""The arrows between modules point one way, and the core needs nothing but the standard library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from tests.test_read import xlsx

import gouji

PACKAGE = Path(gouji.__file__).parent
LAYERS = [
    {"version", "written", "grid", "labels", "figures", "catalogue", "functions"},
    {"statement", "facts", "findings"},
    {"amounts"},
    {"locate", "rules"},
    {"reconcile"},
    {"accepted", "culprits"},
    {"together", "scores", "comparison", "narrative", "rollup", "openings"},
    {"messages"},
    {"marks", "report"},
    {"workbook"},
    {"documents"},
    {"factstore"},
    {"live", "batch"},
    {"addin", "extension"},
    {"cli"},
    {"__main__"},
]
CORE = (
    "accepted",
    "comparison",
    "culprits",
    "figures",
    "functions",
    "grid",
    "labels",
    "catalogue",
    "facts",
    "findings",
    "locate",
    "rules",
    "reconcile",
    "scores",
    "together",
    "rollup",
    "openings",
    "messages",
    "marks",
    "narrative",
)


def part_of(module):
    """Return the first name below the package: gouji.locate.titles is part of locate."""
    return module.split(".")[1] if "." in module else "__init__"


def imports_of(path):
    """Return the gouji modules that a file imports at its top or inside functions, not for types only."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("gouji."):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("gouji."))


def module_parts():
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts != ("__init__",):
            yield parts[0], path


def test_every_part_has_a_layer():
    assert {part for part, _ in module_parts()} == set().union(*LAYERS)


@pytest.mark.parametrize(
    ("part", "path"), list(module_parts()), ids=lambda value: getattr(value, "stem", value)
)
def test_no_module_imports_from_a_layer_above_its_own(part, path):
    level = next(n for n, layer in enumerate(LAYERS) if part in layer)
    allowed = set().union(*LAYERS[: level + 1])

    assert {part_of(module) for module in imports_of(path)} <= allowed


@pytest.mark.parametrize("part", CORE)
def test_the_core_imports_only_the_standard_library(part):
    code = (
        f"import sys, gouji.{part}\n"
        "outside = {name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names\n"
        "print(sorted(n for n in outside if not n.startswith('_') and n not in ('gouji', 'sitecustomize')))"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = [{str(PACKAGE.parent)!r}]; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "[]\n" == run.stdout


def test_checking_a_file_and_its_formulas_imports_neither_pandas_nor_openpyxl(tmp_path):
    xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f></c></row>')
    code = (
        "import sys, gouji; gouji.check('a.xlsx').to_json();"
        "print({'formualizer', 'pandas', 'openpyxl', 'numpy', 'rich', 'typer'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert "{'formualizer'}\n" == run.stdout


def test_the_command_for_one_file_imports_nothing_that_many_files_need(tmp_path):
    code = (
        "import sys, gouji.cli; sys.argv[1:] = ['check', 'no such file.xlsx', '--format', 'jsonl']\n"
        "try: gouji.cli.main()\n"
        "except SystemExit: pass\n"
        "print({'pandas', 'openpyxl', 'pyarrow', 'dask', 'distributed', 'fsspec'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert "set()" == run.stdout.splitlines()[-1]


def test_the_public_names_are_these():
    assert ["Report", "__version__", "check", "clear", "mark"] == sorted(gouji.__all__)
    assert all(getattr(gouji, name) for name in gouji.__all__)
    with pytest.raises(AttributeError):
        gouji.no_such_name  # noqa: B018


def test_the_live_layer_needs_only_xlwings_beside_the_standard_library():
    # the extension for LibreOffice carries nothing else
    code = (
        f"import sys, pathlib; sys.path.insert(0, {str(PACKAGE.parent)!r})\n"
        "class Refusing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name in {'rich', 'python_calamine', 'openpyxl', 'xlrd'}: raise ImportError(name)\n"
        "sys.meta_path.insert(0, Refusing())\n"
        "import gouji.live, gouji.extension.formulas, gouji.extension.saving"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert "" == run.stderr
