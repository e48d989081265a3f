"""What an office keeps beside its reports, as files: waivers and the organs below in TOML, known findings in JSON.

Files of waivers and of known findings name the reports that they are about as seen from the folder they stand in.
"""

import json
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, get_origin

import cattrs
from attrs import field, frozen
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.gen import make_dict_structure_fn, mapping_structure_factory

from govdisclosure.causes import in_words, misfits
from govdisclosure.errors import ReadError, ValueRefusedError
from govdisclosure.files import write_bytes
from govdisclosure.findings import Finding
from govdisclosure.i18n import said, say
from govdisclosure.rules.waivers import Baseline, Waiver
from govdisclosure.scope import Scope

__all__ = ["STANDARD_INPUT", "Baselines", "Waivers", "read_baselines", "read_scope", "read_waivers"]

STANDARD_INPUT: Final = "-"
"""What stands for a file that has no name."""


def _normal(name: str) -> str:
    return Path(os.path.normpath(name)).as_posix() if name else ""


@frozen(kw_only=True)
class _FiledWaiver(Waiver):
    """A waiver with the report it is about."""

    file: str = field(default="", converter=_normal)


class _Papers:
    """A file that names reports."""

    path: Path

    def name_of(self, report: str) -> str:
        """The file *report* as this file names it."""
        if report == STANDARD_INPUT:
            return report
        try:
            return Path(os.path.relpath(report, self.path.parent)).as_posix()
        except ValueError:  # another drive
            return Path(report).absolute().as_posix()

    def absent(self, names: Iterable[str]) -> list[str]:
        """Those of *names* that are no files."""
        return [name for name in names if name != STANDARD_INPUT and not (self.path.parent / name).is_file()]


@frozen
class Waivers(_Papers):
    """The waivers of a file."""

    path: Path
    items: tuple[_FiledWaiver, ...] = ()

    def of(self, report: str) -> tuple[Waiver, ...]:
        """The waivers of the file *report*; those that name no file are of any."""
        return tuple(each for each in self.items if each.file in {"", self.name_of(report)})

    @property
    def for_any(self) -> bool:
        """Whether one of them does not say which report it is about."""
        return any(not each.file for each in self.items)

    @property
    def stale(self) -> list[str]:
        """The files that are named and not there."""
        return self.absent(dict.fromkeys(each.file for each in self.items if each.file))


@frozen
class Baselines(_Papers):
    """The known findings of several reports."""

    path: Path
    items: Mapping[str, Baseline] = field(factory=dict)

    def of(self, report: str) -> Baseline | None:
        """What is known of the file *report*; ``None`` if nothing is."""
        return self.items.get(self.name_of(report))

    def knowing(self, report: str, findings: Iterable[Finding]) -> "Baselines":
        """The same with *findings*, and no others, known of the file *report*."""
        name = self.name_of(report)
        known = Baseline.of(findings)
        others = {other: each for other, each in self.items.items() if other != name}
        return Baselines(self.path, others | ({name: known} if known.known else {}))

    @property
    def stale(self) -> list[str]:
        """The files that are named and not there."""
        return self.absent(self.items)

    def write(self) -> None:
        """Write the file.

        Raises:
            WriteError: Its place cannot be written.
        """
        data = {name: self.items[name].to_data() for name in sorted(self.items)}
        write_bytes(self.path, (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())


def read_waivers(path: str | os.PathLike[str]) -> Waivers:
    """The waivers in the TOML file at *path*: for each a table ``[[waiver]]`` with the fields of `Waiver` and ``file``.

    Raises:
        ReadError: The file cannot be read, or is not made like that.
    """
    return Waivers(Path(path), _structured(path, tomllib.loads, _WaiverFile).waiver)


def read_scope(path: str | os.PathLike[str]) -> Scope:
    """The `Scope` in the TOML file at *path*, with its fields as keys.

    Raises:
        ReadError: The file cannot be read, or is not made like that.
    """
    scope: Scope = _structured(path, tomllib.loads, Scope)
    return scope


def read_baselines(path: str | os.PathLike[str]) -> Baselines:
    """The known findings in the JSON file at *path*, which `Baselines.write` has written.

    Raises:
        ReadError: The file cannot be read, or is not made like that.
    """
    found = _structured(path, json.loads, Mapping[str, Mapping[str, tuple[str, ...]]])
    return Baselines(Path(path), {_normal(name): Baseline.from_data(data) for name, data in found.items()})


# --- files to data ----------------------------------------------------------------------------------------------------


@frozen
class _WaiverFile:
    waiver: tuple[_FiledWaiver, ...] = ()


def _structured(path: str | os.PathLike[str], parse: Callable[[str], Any], kind: Any) -> Any:
    """The content of the file at *path* as *kind*."""
    shown = os.fspath(path)
    try:
        data = parse(Path(path).read_text("utf-8"))
    except OSError as error:
        raise ReadError(say("不能读“{path}”：{why}", path=shown, why=in_words(error))) from None
    except UnicodeDecodeError:
        raise ReadError(say("不能读“{path}”：{why}", path=shown, why=say("不是 UTF-8 的文字"))) from None
    except (ValueError, RecursionError) as error:
        form = "TOML" if parse is tomllib.loads else "JSON"
        why = say("不是合格的 {form}（{error}）", form=form, error=str(error))
        raise ReadError(say("不能读“{path}”：{why}", path=shown, why=why)) from None
    try:
        return _CONVERTER.structure(data, kind)
    except cattrs.BaseValidationError as error:
        problems = [
            say("{name}：{problem}", name=name or say("文件"), problem=problem) for name, problem in misfits(error)
        ]
        told = say("“{path}”里有 {count} 处不对：", path=shown, count=len(problems))
        raise ReadError(told, problems) from None
    except ValueRefusedError as error:
        raise ReadError(say("“{path}”{why}", path=shown, why=in_words(error))) from None


def _strict(kind: type, template: str) -> Callable[[Any, Any], Any]:
    """A hook that takes a value of *kind* and no other; *template* says of another that it is wrong."""

    def hook(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            actual = json.dumps(value, ensure_ascii=False, default=str)
            raise ValueRefusedError(say(template, actual=actual))
        return value

    return hook


def _checked_first(structure: Callable[[Any, Any], Any], kind: type, template: str) -> Callable[[Any, Any], Any]:
    """*structure*, but only for a value of *kind*, as *template* says."""
    strict = _strict(kind, template)
    return lambda value, asked: structure(strict(value, asked), asked)


def _is_made_of(origin: Any, kind: Any) -> bool:
    return get_origin(kind) is origin


_NO_LIST: Final = said("应为一个列表；现为 {actual}")
_NO_TABLE: Final = said("应为一张表；现为 {actual}")


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(str, _strict(str, said("应为文字；现为 {actual}")))
    converter.register_structure_hook(bool, _strict(bool, said("应为 true 或 false；现为 {actual}")))
    converter.register_structure_hook_factory(
        lambda kind: _is_made_of(tuple, kind),
        lambda kind: _checked_first(homogenous_tuple_structure_factory(kind, converter), list, _NO_LIST),
    )
    converter.register_structure_hook_factory(
        lambda kind: _is_made_of(Mapping, kind),
        lambda kind: _checked_first(mapping_structure_factory(kind, converter, structure_to=dict), dict, _NO_TABLE),
    )
    for kind in (_FiledWaiver, _WaiverFile, Scope):
        structure = make_dict_structure_fn(kind, converter)
        converter.register_structure_hook(kind, _checked_first(structure, dict, _NO_TABLE))
    return converter


_CONVERTER: Final = _converter()
