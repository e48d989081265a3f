"""The exceptions of the library. Findings about a report are data (`govdisclosure.Finding`), never exceptions."""

from collections.abc import Iterable

__all__ = ["AddressError", "GovDisclosureError", "ReadError", "ValueRefusedError", "WriteError"]


class GovDisclosureError(Exception):
    """The root of every error this library raises on purpose.

    The message names the place, the value, what is required and what to do about it. *problems* holds one such sentence
    for each thing that is wrong, so that all of them can be mended at once. The sentences are Chinese; `in_locale` says
    them in another language.
    """

    def __init__(self, message: str, problems: Iterable[str] = ()) -> None:
        """Join *message* and *problems* into one text, one problem a line."""
        self.message: str = message
        self.problems: tuple[str, ...] = tuple(problems)
        super().__init__(message, self.problems)

    def __str__(self) -> str:
        """The message, then one line for each problem."""
        return "\n  - ".join([self.message, *self.problems])

    def in_locale(self, locale: str) -> str:
        """The same in the language of *locale*; what knows no other language stays as it is."""
        told = [self.message, *self.problems]
        return "\n  - ".join(each.in_locale(locale) if hasattr(each, "in_locale") else each for each in told)


class ReadError(GovDisclosureError):
    """The input is not an annual report, or cannot be read safely."""


class WriteError(GovDisclosureError):
    """The report cannot be written to that place or in that format."""


class AddressError(GovDisclosureError):
    """No cell, row, table or section of the form, or more than one, bears that address or path."""


class ValueRefusedError(GovDisclosureError, ValueError):
    """A value that no cell or text of the form can hold."""
