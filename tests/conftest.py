"""What the tests share: the published samples, when they are at hand, and workbooks of their own."""

from pathlib import Path

import pytest
from addin.build import build as build_addin
from hypothesis import settings
from tests.extension import calc, extended, extension_file, extension_profile
from tests.libreoffice import book, counted, office_app
from workbooks.build import build as build_workbooks

# how fast an example runs says something of the machine's other work, nothing of the product
settings.register_profile("gouji", deadline=None)
settings.load_profile("gouji")

__all__ = ["book", "calc", "counted", "extended", "extension_file", "extension_profile", "office_app"]

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


@pytest.fixture
def sample():
    """Return the path of a published sample; skip the test where the samples are not at hand."""

    def path(name):
        file = SAMPLES / name
        if not file.exists():
            pytest.skip(f"the published sample {name} is not beside the project")
        return file

    return path


@pytest.fixture(scope="session")
def built_folder(tmp_path_factory):
    """Return a folder with gouji.xlam, our workbooks, and their twins with a button, just built."""
    folder = tmp_path_factory.mktemp("built")
    build_workbooks(folder)
    build_addin(folder, folder / "gouji.xlam")
    return folder
