"""What all tests share: how Hypothesis runs, and where the published reports are."""

import os
from pathlib import Path

import hypothesis
import pytest

_CHECKOUT = Path(__file__).parents[1]

hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(name="corpus", scope="session")
def _corpus() -> Path:
    """The folder of published reports, which lies beside the checkout; see its README.md."""
    corpus = _CHECKOUT.parent / "shared" / "corpus"
    if not corpus.is_dir():
        reason = f"the published reports are not at {corpus}"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; a CI run without them proves nothing about reading")
        pytest.skip(reason)
    return corpus
