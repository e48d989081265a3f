"""Which organs a report covers beside the organ itself."""

from collections.abc import Iterable, Mapping

from attrs import Factory, field, frozen

from govdisclosure._spec import plain

__all__ = ["Scope"]


@frozen(kw_only=True)
class Scope:
    """Whose numbers a report adds up, and under which names these organs report.

    >>> scope = Scope(members=["甲局", "乙镇"], aliases={"甲镇人民政府": "甲局"})
    >>> scope.name_of("甲镇人民政府"), scope.name_of("乙 镇")
    ('甲局', '乙镇')
    """

    adds_up: bool | None = None
    """Whether the report is the sum of the children; ``None`` if that is not known."""
    members: tuple[str, ...] = field(default=(), converter=tuple)
    """The organs that should report, by name; empty if there is no list."""
    aliases: Mapping[str, str] = Factory(dict)
    """Other names of the members, each with the name it stands for."""

    def name_of(self, organ: str) -> str:
        """The name under which *organ* is counted."""
        known: Iterable[tuple[str, str]] = (*((name, name) for name in self.members), *self.aliases.items())
        return next((name for other, name in known if plain(other) == plain(organ)), organ)
