"""What the tests share: the published samples, when they are at hand, and workbooks of their own."""

from pathlib import Path

import pytest
from hypothesis import settings
from tests.libreoffice import book, counted, office_app

# how fast an example runs says something of the machine's other work, nothing of the product
settings.register_profile("gouji", deadline=None)
settings.load_profile("gouji")

__all__ = ["book", "counted", "office_app"]

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
