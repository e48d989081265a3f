"""Compile the catalogues when the package is built, so that what is installed can speak."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface[Any]):
    """Each ``.po`` beside the code becomes a ``.mo`` beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - what hatchling calls it with
        """Compile every catalogue; one that is in use is replaced in one step."""
        for source in sorted(Path(self.root, "src").rglob("*.po")):
            with source.open("rb") as read, NamedTemporaryFile(dir=source.parent, delete=False) as written:
                write_mo(written, read_po(read))
            beside = Path(written.name)
            beside.chmod(0o644)
            beside.replace(source.with_suffix(".mo"))
