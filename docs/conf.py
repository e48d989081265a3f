"""How Sphinx builds the documentation: English by default, with Chinese pages beside the English ones."""

import os
import re
import sys
from pathlib import Path

from govdisclosure import __version__, explain
from govdisclosure.output.catalogue import entries

project = "govdisclosure"
author = "govdisclosure contributors"
copyright = author  # noqa: A001 - the name that Sphinx reads
version = release = __version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build", "**/.pytest_cache", ".pytest_cache"]
nitpicky = True
default_role = "any"  # reStructuredText only, so in effect the docstrings; MyST always names its role

html_theme = "furo"
html_title = f"{project} {release}"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

napoleon_numpy_docstring = False
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"

doctest_test_doctest_blocks = ""  # pytest runs the examples in docstrings, in the namespace of their module

if os.environ.get("DOCS_INTERSPHINX"):
    extensions.append("sphinx.ext.intersphinx")
    intersphinx_mapping = {
        "attrs": ("https://www.attrs.org/en/stable", None),
        "cattrs": ("https://catt.rs/en/stable", None),
        "hypothesis": ("https://hypothesis.readthedocs.io/en/latest", None),
        "python": ("https://docs.python.org/3", None),
    }

# What other people document cannot be resolved without a network; our own names must be.
_foreign = "|".join(
    re.escape(name)
    for name in (
        *("annotated_types", "attr", "attrs", "babel", "cattr", "cattrs", "click", "hypothesis"),
        *("jinja2", "markupsafe", "rich", "turbohtml", "typing_extensions"),
        *sorted(sys.stdlib_module_names),
    )
)
_private = r"govdisclosure\.(.+\.)?_\w+"  # what is private has no page
nitpick_ignore_regex = [("py:.*", rf"({_foreign})(\..+)?"), ("py:.*", _private)]


def _keep_colon(_app, what, _name, _obj, _options, lines) -> None:  # noqa: ANN001
    """Stop napoleon from taking the words before a colon in an attribute's docstring for its type."""
    if what in {"attribute", "property"} and lines:
        lines[0] = f": {lines[0]}"


def _write_rule_pages(_app, _config) -> None:  # noqa: ANN001
    """Write a page for every rule of the catalogue; a page that is as it was is not touched."""
    folder = Path(__file__).parent / "_generated" / "rules"
    folder.mkdir(parents=True, exist_ok=True)
    pages = {folder / f"{code}.md": explain(code, "en") for code in entries()}
    for stale in set(folder.iterdir()) - set(pages):
        stale.unlink()
    for path, text in pages.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def setup(app) -> None:  # noqa: ANN001
    """Register what this file adds to Sphinx."""
    app.connect("config-inited", _write_rule_pages)
    app.connect("autodoc-process-docstring", _keep_colon, priority=400)  # napoleon runs at 500
