"""What all tests share: how Hypothesis runs, and where the published reports are."""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import hypothesis
import pytest

_CHECKOUT = Path(__file__).parents[1]

# Whether a change passes must not hang on luck: new examples, and more, are looked for on purpose, with `explore`.
hypothesis.settings.register_profile("explore", deadline=None, print_blob=True)
hypothesis.settings.register_profile("same", deadline=None, derandomize=True, print_blob=True, max_examples=25)
# Where the tests run once for every mutant of a module, the first example that fails is enough.
hypothesis.settings.register_profile(
    "few",
    hypothesis.settings.get_profile("same"),
    max_examples=10,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
hypothesis.settings.load_profile("same")


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


def pytest_addoption(parser):
    """Offer to run every test, and of those with many cases only some."""
    parser.addoption("--cases", type=int, metavar="N", help="of a test with more cases than N, run only the first N")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """A test that asks for an office suite or a browser is slow; where that is asked, only some cases of a test run."""
    for item in items:
        if {"office", "browser"} & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)
    if most := config.getoption("cases"):
        seen = Counter()
        kept, others = [], []
        for item in items:
            test = item.nodeid.partition("[")[0]
            seen[test] += 1
            (kept if seen[test] <= most else others).append(item)
        config.hook.pytest_deselected(items=others)
        items[:] = kept


@pytest.fixture(name="office", scope="session")
def _office(tmp_path_factory):
    """A function that has LibreOffice convert files into a folder: ``office("pdf", folder, *files)``."""
    program = shutil.which("soffice")
    if program is None:
        reason = "LibreOffice (soffice) is not installed"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; a CI run without it proves nothing about offices")
        pytest.skip(reason)
    profile = tmp_path_factory.mktemp("office").as_uri()

    def convert(target, folder, *files, options=()):
        command = [program, f"-env:UserInstallation={profile}", "--headless", *options, "--convert-to", target]
        subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True, timeout=300)

    return convert
