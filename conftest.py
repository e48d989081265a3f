"""Run the Python of the README and the guide pages as tests."""

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

pytest_collect_file = Sybil(parsers=[PythonCodeBlockParser()], patterns=["README*.md", "docs/*.md"]).pytest()
