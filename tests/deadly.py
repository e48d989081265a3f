"""Work that kills the process it is done in; workers import it by name."""

import os


def name_or_die(some):
    """The names of the sources, unless one of them is deadly."""
    if any("deadly" in source.name for source in some):
        os._exit(9)
    return [source.name for source in some]


def told(source, problem):
    """What is told of a source whose worker died."""
    return f"{source.name}：{problem}"
