"""Look at what is to be released: `python tools/release.py DIST AGAIN`, two folders in which the same was built.

Tells whatever is wrong with them and fails if anything is.
"""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

PACKAGE = "src/"


def tracked() -> set[str]:
    """Every file of the project, from its root."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, text=True)  # noqa: S607
    return set(listed.stdout.split("\0")) - {""}


def catalogues(files: set[str], suffix: str) -> set[str]:
    """The catalogues among *files*, ending in *suffix*."""
    return {name.removesuffix(".po") + suffix for name in files if name.endswith(".po")}


def differences(there: set[str], wanted: set[str], where: str) -> Iterator[str]:
    """What is wrong with what is *there*."""
    yield from (f"{where} lacks {name}" for name in sorted(wanted - there))
    yield from (f"{where} has {name}, which is not for it" for name in sorted(there - wanted))


def wrong_with_wheel(path: Path) -> Iterator[str]:
    """What is wrong with the wheel: it holds the package, the catalogues compiled, and what a wheel must hold."""
    files = {name for name in tracked() if name.startswith(PACKAGE)}
    wanted = {name.removeprefix("src/") for name in files - catalogues(files, ".po") | catalogues(files, ".mo")}
    with zipfile.ZipFile(path) as wheel:
        about = {name for name in wheel.namelist() if ".dist-info/" in name}
        yield from differences(set(wheel.namelist()) - about, wanted, path.name)
        [metadata] = [name for name in about if name.endswith("/METADATA")]
        told = Parser().parsestr(wheel.read(metadata).decode())
    yield from (f"{path.name} names an address: {key}" for key in ("Home-page", "Project-URL") if key in told)
    if "Natural Language :: Chinese (Simplified)" not in told.get_all("Classifier", []):
        yield f"{path.name} has no classifiers"


def wrong_with_sdist(path: Path) -> Iterator[str]:
    """What is wrong with the sdist: it holds the project."""
    with tarfile.open(path) as sdist:
        there = {name.partition("/")[2] for name in sdist.getnames()}
    files = tracked()
    yield from differences(there - catalogues(files, ".mo"), files | {"PKG-INFO"}, path.name)


def main(built: str, again: str) -> None:
    """Tell what is wrong with what was *built*, and where it was built *again*."""
    [wheel], [sdist] = Path(built).glob("*.whl"), Path(built).glob("*.tar.gz")
    wrong = [*wrong_with_wheel(wheel), *wrong_with_sdist(sdist)]
    wrong += [f"{path.name} is another when built again" for path in (wheel, sdist)
              if path.read_bytes() != Path(again, path.name).read_bytes()]  # fmt: skip
    sys.exit("\n".join(wrong) or None)


if __name__ == "__main__":
    main(*sys.argv[1:])
