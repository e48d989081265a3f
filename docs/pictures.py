"""Make the pictures of the README: ``python docs/pictures.py``, with Chromium, LibreOffice and poppler-utils installed.

The sample report is written as a web page and as a Word document; both are shown as they come out of these programs.
"""

import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import govdisclosure as gd

PICTURES = Path(__file__).parent / "pictures"
BROWSER = (
    "chromium",
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
TABLE_PAGE = "2"


def run(*command: str | Path) -> None:
    """Run a program and be silent if it does well."""
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603 - the programs named here


def main() -> None:
    """Write ``page.png`` and ``word.png``."""
    missing = [name for name in ("chromium", "soffice", "pdftoppm") if shutil.which(name) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")
    PICTURES.mkdir(exist_ok=True)
    report = gd.loads(files("govdisclosure").joinpath("sample/report.txt").read_bytes(), "text")
    with TemporaryDirectory() as name:
        folder = Path(name)
        gd.dump(report, folder / "report.html")
        gd.dump(report, folder / "report.docx")
        shot = ("--window-size=1000,1250", f"--screenshot={PICTURES}/page.png", (folder / "report.html").as_uri())
        run(*BROWSER, f"--user-data-dir={folder}/browser", *shot)
        office = ("soffice", f"-env:UserInstallation={folder.as_uri()}/office", "--headless", "--convert-to", "pdf")
        run(*office, "--outdir", folder, folder / "report.docx")
        options = ("-r", "75", "-png", "-singlefile", "-f", TABLE_PAGE)
        run("pdftoppm", *options, folder / "report.pdf", PICTURES / "word")


if __name__ == "__main__":
    main()
