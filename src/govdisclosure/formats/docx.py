"""DOCX: a document as GB/T 9704-2012 lays it out, and any Word document a report was kept in.

The package is our own: its parts lie in ``parts/docx`` as they lie in the file, and the text is written between them,
or into a template of the office. The canonical JSON travels as a custom XML part, which Word keeps and never shows.
Each number stands in a content control that is tagged with its path, but it is read as it is shown.
"""

from typing import Final

from govdisclosure.formats.docx_reader import TEXT_PART, read
from govdisclosure.formats.docx_writer import write
from govdisclosure.formats.options import DocxOptions

__all__ = ["OPTIONS", "looks_like", "read", "write"]

OPTIONS: Final = DocxOptions


def looks_like(data: bytes) -> bool:
    """Whether *data* is a zip archive that names the text of a Word document."""
    return data.startswith(b"PK\x03\x04") and TEXT_PART.encode() in data
