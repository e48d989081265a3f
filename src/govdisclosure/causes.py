"""Why something could not be done, in words that every language has: what the system, cattrs and this library say."""

import errno
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

from govdisclosure.errors import GovDisclosureError
from govdisclosure.i18n import Listing, as_one, said, say

__all__ = ["in_words", "misfits", "needed"]

_OS_ERRORS: Final = {
    errno.ENOENT: say("没有这个文件或文件夹"),
    errno.EACCES: say("没有权限"),
    errno.EPERM: say("没有权限"),
    errno.EISDIR: say("那里是一个文件夹"),
    errno.ENOTDIR: say("路径中有一段不是文件夹"),
    errno.EEXIST: say("那里已有同名的文件"),
    errno.ENOSPC: say("磁盘已满"),
    errno.EDQUOT: say("磁盘配额已用完"),
    errno.EFBIG: say("文件超过了限定的大小"),
    errno.EROFS: say("磁盘或文件只读"),
    errno.ENOTSUP: say("那里不是普通的文件"),
    errno.ENAMETOOLONG: say("文件名太长"),
}


def in_words(error: BaseException) -> str:
    """What went wrong, in words; of an error of this library all that it says.

    >>> in_words(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    '没有这个文件或文件夹'
    """
    if isinstance(error, GovDisclosureError):
        return as_one([error.message, *error.problems], "\n  - ")
    number = getattr(error, "errno", None)
    return _OS_ERRORS.get(number or 0) or getattr(error, "strerror", None) or str(error)


def misfits(error: BaseException, path: str = "") -> Iterator[tuple[str, str]]:
    """Each value that does not fit where it stands, as cattrs has found it: its path, and what is wrong, in words.

    >>> list(misfits(KeyError("year")))
    [('', '缺 year')]
    """
    import cattrs

    match error:
        case cattrs.ClassValidationError() | cattrs.IterableValidationError():
            noted, others = error.group_exceptions()
            for inner, note in noted:
                step = f".{note.name}" if isinstance(note, cattrs.AttributeValidationNote) else f"[{note.index!r}]"
                yield from misfits(inner, f"{path}{step}".removeprefix("."))
            for inner in others:
                yield from misfits(inner, path)
        case cattrs.ForbiddenExtraKeysError():
            yield path, say("不认识的键：{keys}；请改正或删去", keys=Listing(sorted(error.extra_fields), said("，")))
        case KeyError():
            yield path, say("缺 {key}", key=error.args[0])
        case _:
            yield path, in_words(error)


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
        told = say(
            "需要 {module}，没有安装；请运行 {command}",
            module=error.name,
            command=f"pip install 'govdisclosure[{extra}]'",
        )
        raise GovDisclosureError(told) from None
