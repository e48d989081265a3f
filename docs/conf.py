"""How Sphinx builds the documentation: English by default, with Chinese pages beside the English ones."""

import os
import re
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

from form_pages import form_pages
from rule_pages import rule_pages

from govdisclosure import __version__

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

html_search_language = "en-zh"
html_static_path = ["_static"]
html_css_files = ["form.css"]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
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


def _write_pages(_app, _config) -> None:  # noqa: ANN001
    """Write a page for every rule and for the form in each language; a page that is as it was is not touched."""
    folder = Path(__file__).parent / "_generated"
    pages = {folder / name: text for name, text in (*form_pages(), *rule_pages())}
    for stale in {path for path in folder.rglob("*") if path.is_file()} - {*pages}:
        stale.unlink()
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def _tell_language(_app, pagename, _template, context, _doctree) -> None:  # noqa: ANN001
    """Say of a page in Chinese that it is, so that it is spoken, broken into lines and set as Chinese."""
    if pagename.endswith(".zh") or ".zh/" in pagename:
        context["language"] = "zh-Hans-CN"


def _english_and_chinese() -> type:
    """How a page is found by its words: Chinese has none between spaces, so every two letters are one as well."""
    from sphinx.search.en import SearchEnglish  # the tests read this file where Sphinx is not installed

    class EnglishAndChinese(SearchEnglish):
        lang = html_search_language

        def split(self, input: str) -> list[str]:  # noqa: A002 - the name that Sphinx has for it
            words = super().split(input)
            return words + [word[at : at + 2] for word in words if not word.isascii() for at in range(len(word) - 1)]

    return EnglishAndChinese


def setup(app) -> None:  # noqa: ANN001
    """Register what this file adds to Sphinx."""
    app.add_search_language(_english_and_chinese())
    app.connect("config-inited", _write_pages)
    app.connect("html-page-context", _tell_language)
    app.connect("autodoc-process-docstring", _keep_colon, priority=400)  # napoleon runs at 500
