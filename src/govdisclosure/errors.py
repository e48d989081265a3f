"""The exceptions of the library. Findings about a report are data (`govdisclosure.Finding`), never exceptions."""

import errno
from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final

__all__ = [
    "AddressError", "GovDisclosureError", "ReadError", "ValueRefusedError", "WriteError", "in_words",
    "misfit_in_words", "needed",
]  # fmt: skip


class GovDisclosureError(Exception):
    """The root of every error this library raises on purpose.

    The message names the place, the value, what is required and what to do about it. *problems* holds one such sentence
    for each thing that is wrong, so that all of them can be mended at once.
    """

    def __init__(self, message: str, problems: Iterable[str] = ()) -> None:
        """Join *message* and *problems* into one text, one problem a line."""
        self.message: str = message
        self.problems: tuple[str, ...] = tuple(problems)
        super().__init__(message, self.problems)

    def __str__(self) -> str:
        """The message, then one line for each problem."""
        return "\n".join([self.message, *(f"  - {problem}" for problem in self.problems)])


class ReadError(GovDisclosureError):
    """The input is not an annual report, or cannot be read safely."""


class WriteError(GovDisclosureError):
    """The report cannot be written to that place or in that format."""


class AddressError(GovDisclosureError):
    """No cell, row, table or section of the form, or more than one, bears that address or path."""


class ValueRefusedError(GovDisclosureError, ValueError):
    """A value that no cell or text of the form can hold."""


_OS_ERRORS: Final = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "那里是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "那里已有同名的文件",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过了限定的大小",
    errno.EROFS: "磁盘或文件只读",
    errno.ENOTSUP: "那里不是普通的文件",
    errno.ENAMETOOLONG: "文件名太长",
}


def in_words(error: Exception) -> str:
    """What went wrong with a file, in words.

    >>> in_words(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    '没有这个文件或文件夹'
    """
    number = getattr(error, "errno", None)
    return _OS_ERRORS.get(number or 0) or getattr(error, "strerror", None) or str(error)


def misfit_in_words(error: BaseException, _: type | None = None) -> str:
    """What is wrong with a value that does not fit where it stands, in words; cattrs finds it and says where.

    >>> misfit_in_words(KeyError("year"))
    '缺 year'
    """
    import cattrs

    match error:
        case cattrs.ForbiddenExtraKeysError():
            return f"不认识的键：{'，'.join(sorted(error.extra_fields))}；请改正或删去"
        case KeyError():
            return f"缺 {error.args[0]}"
        case _:
            return str(error)


def needed(module: str, extra: str) -> Any:
    """The *module* that comes with an extra of this package, imported when it is first used.

    >>> needed("errno", "pdf").EPERM
    1

    Raises:
        GovDisclosureError: The extra is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise GovDisclosureError(f"需要 {error.name}，没有安装；请运行 pip install 'govdisclosure[{extra}]'") from None
