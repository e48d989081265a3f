"""A sound report, last year's of the same organ, and changes to them, by shorter names."""

from govdisclosure.mending import at as value_at
from govdisclosure.mending import replaced
from govdisclosure.testing.cases import LAST_YEAR, OF_2019, OTHERS, OVERVIEW, PROBLEMS, SOUND

__all__ = ["LAST_YEAR", "OF_2019", "OTHERS", "OVERVIEW", "PROBLEMS", "SOUND", "replaced", "value_at"]
