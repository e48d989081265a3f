"""What the library says: gathered from the source and from the declarations, and brought into the catalogues.

``python tools/messages.py`` adds to every catalogue what is new, with no translation yet, drops what nothing says any
more, and compiles it. Messages that are there stay where they are.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from govdisclosure._spec import fields_of
from govdisclosure.addresses import nodes
from govdisclosure.compose import PUBLISHED
from govdisclosure.findings import Severity
from govdisclosure.i18n import LOCALES, SOURCE
from govdisclosure.layout import draw
from govdisclosure.output.catalogue import entries
from govdisclosure.report import TABLES, AnnualReport, shapes
from govdisclosure.rules.pages import PAGES, page_of

__all__ = ["CATALOGUES", "brought_up_to_date", "messages", "read_catalogue", "written"]

_PACKAGE = Path(__file__).parents[1] / "src" / "govdisclosure"
_SAYING = dict.fromkeys(("say", "said", "translate"))
"""The functions whose first argument is a message."""
_METHODS = [("**.py", "python"), ("**.j2", "jinja2")]
_ORDINAL = re.compile(r"^(?:[一二三四五六七]、|（[一二三四五六七]）|\d\.)")

CATALOGUES = {
    locale: _PACKAGE / "locale" / locale / "LC_MESSAGES" / "govdisclosure.po" for locale in LOCALES if locale != SOURCE
}
"""Where the catalogue of each language is; the source has none."""


def messages() -> dict[str, None]:
    """Every message once, in order: what the source says, what the form prints, what rules are called."""
    found = extract_from_dir(_PACKAGE, _METHODS, keywords=_SAYING, strip_comment_tags=True)
    said = (message for _, _, message, _, _ in found if isinstance(message, str))
    return dict.fromkeys(filter(None, (*said, *_printed(), *_called())))


def _printed() -> Iterator[str]:
    """Everything that the form prints in either edition, ordinals apart, and the shorter words that addresses use."""
    yield PUBLISHED
    drawn = [draw(shape) for kinds in TABLES.values() for kind in kinds for shape in shapes(kind)]
    cells = [cell.text for grid in drawn for line in grid.rows for cell in line if cell.header]
    for text in (*(spec.printed for spec in fields_of(AnnualReport).values()), *cells):
        ordinal = _ORDINAL.match(text)
        yield from (ordinal[0], text[ordinal.end() :]) if ordinal else (text,)
    for node in nodes().values():
        yield node.table
        yield from (spec.short for spec in node.specs if spec.kind != "section")


def _called() -> Iterator[str]:
    """The titles and sources of rules and remarks, what their pages say, and the words for their weight."""
    for entry in entries().values():
        yield from (entry.title, entry.source)
    for page in filter(None, map(page_of, PAGES)):
        yield from (page.checks, page.mend, *(case["what"] for case in (*page.fires, *page.silent)))
    yield from (severity.label for severity in Severity)


def read_catalogue(path: Path) -> Catalog:
    """The catalogue at *path*."""
    with path.open("rb") as file:
        return read_po(file)


def brought_up_to_date(catalogue: Catalog) -> None:
    """Drop from *catalogue* what nothing says, and add what is new."""
    wanted = messages()
    for text in [message.id for message in catalogue if message.id and message.id not in wanted]:
        catalogue.delete(text)
    for text in wanted:
        if text not in catalogue:
            catalogue.add(text)


def written(catalogue: Catalog) -> bytes:
    """*catalogue* as a file has it."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, ignore_obsolete=True)
    return buffer.getvalue()


def main() -> None:
    """Bring every catalogue up to date, compile it, and tell what is not translated."""
    for locale, path in CATALOGUES.items():
        catalogue = read_catalogue(path)
        brought_up_to_date(catalogue)
        path.write_bytes(written(catalogue))
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        missing = [message.id for message in catalogue if message.id and not message.string]
        print(f"{locale}: {len(catalogue)} messages, {len(missing)} not translated", *missing, sep="\n  ")


if __name__ == "__main__":
    main()
