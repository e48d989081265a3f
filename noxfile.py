"""Every check of the project, each in an environment of its own: `nox` runs all, `nox -s NAME` runs one."""

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "uv|virtualenv"
# On a laptop a Python that is not installed is skipped; a CI run that leaves one out proves nothing about it.
nox.options.error_on_missing_interpreters = bool(os.environ.get("CI"))

PYPROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PYPROJECT)


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group of pyproject.toml."""
    return list(nox.project.dependency_groups(PYPROJECT, name))


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run all tests on the oldest Python and measure coverage, and on the others every test once."""
    session.install("-e", ".[all]", *group("test"))
    extent = ["--cov"] if session.python == PYTHONS[0] else ["--cases", "1"]
    session.run("pytest", "-n", "auto", *extent, *session.posargs)


@nox.session(python=PYTHONS[0])
def explore(session: nox.Session) -> None:
    """Run the properties on examples that no run has tried before."""
    session.install("-e", ".[all]", *group("test"))
    session.run("pytest", "-n", "auto", "--hypothesis-profile", "explore", *session.posargs)


@nox.session(python=PYTHONS[0], default=False)
def fuzz(session: nox.Session) -> None:
    """Try changed files on every reader, guided by coverage: `nox -s fuzz -- --seconds 3600`."""
    session.install("-e", ".[all]", *group("test"), *group("fuzz"))
    session.run("python", "fuzz/run.py", *session.posargs)


@nox.session(python=PYTHONS[0])
def slow(session: nox.Session) -> None:
    """Run the tests that need an office suite."""
    session.install("-e", ".[all]", *group("test"))
    elsewhere = ("--ignore", "tests/test_page.py", "--ignore", "tests/test_engines.py")
    session.run("pytest", "-m", "slow", *elsewhere, *session.posargs)


@nox.session(python=PYTHONS[0])
def engines(session: nox.Session) -> None:
    """Run what the pages show for an engine that no extra brings."""
    session.install("-e", ".[all]", *group("test"), *group("engines"))
    session.run("pytest", "-m", "slow", "tests/test_engines.py", *session.posargs)


@nox.session(python=PYTHONS[0])
def pages(session: nox.Session) -> None:
    """Check the pages in a browser and with the checkers of HTML."""
    session.install("-e", ".[all]", *group("test"), *group("pages"))
    folder = session.create_tmp()
    checkers = ("vnu-jar@26.9.27", "axe-core@4.14.1", "html-validate@9")
    options = ("--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts")
    session.run("npm", "install", *options, *checkers, external=True)
    found = {"GOVDISCLOSURE_NODE_MODULES": f"{folder}/node_modules"}
    session.run("pytest", "-m", "slow or not slow", "tests/test_page.py", *session.posargs, env=found)


@nox.session(python=PYTHONS[0], default=False)
def mutants(session: nox.Session) -> None:
    """Tell which changes to a module its tests do not notice: ``nox -s mutants -- identities rules/blanks``."""
    session.install("-e", ".[all]", *group("test"), *group("mutants"))
    session.run("python", "tools/mutants.py", *session.posargs)


@nox.session(python=PYTHONS[0])
def messages(session: nox.Session) -> None:
    """Bring the catalogues up to date with what the source says, and tell what is not translated."""
    session.install("-e", ".")
    session.run("python", "tools/messages.py")


@nox.session(python=PYTHONS[0])
def lint(session: nox.Session) -> None:
    """Check style, formatting and spelling; ruff's rules S are those of bandit, and all of them are on."""
    session.install(*group("lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("codespell")


@nox.session(python=PYTHONS[0], default=False)
def audit(session: nox.Session) -> None:
    """Ask the advisories of PyPI about what the package needs; not run by default, since it needs their server."""
    session.install("-e", ".[all]", "pip-audit>=2.9")
    session.run("pip-audit", "--local", "--skip-editable", "--strict", *session.posargs)


@nox.session(python=PYTHONS[0])
def types(session: nox.Session) -> None:
    """Check the types of the package, and what users of either checker see of it."""
    session.install("-e", ".[all]", *group("types"))
    session.run("mypy")
    session.run("pyright")
    session.run("pyright", "--verifytypes", "govdisclosure", "--ignoreexternal")


@nox.session(python=PYTHONS[0])
def docs(session: nox.Session) -> None:
    """Build the documentation, every warning an error, and run the examples in it."""
    session.install("-e", ".[all]", *group("docs"))
    for builder in ("html", "doctest"):
        session.run(
            *("sphinx-build", "-n", "-W", "--keep-going", "-b", builder),
            *("-d", "docs/_build/doctrees", "docs", f"docs/_build/{builder}"),
        )


@nox.session(python=PYTHONS[0])
def build(session: nox.Session) -> None:
    """Build sdist and wheel into dist/, once more elsewhere, and look at both."""
    session.install("build>=1.3", *PYPROJECT["build-system"]["requires"])
    again = session.create_tmp()
    for folder in ("dist", again):
        shutil.rmtree(folder, ignore_errors=True)
        session.run("python", "-m", "build", "--no-isolation", "--outdir", folder)
    session.run("python", "tools/release.py", "dist", again)


@nox.session(python=PYTHONS)
def install(session: nox.Session) -> None:
    """Install the wheel that `build` has made, alone and then with every extra, and use it."""
    [wheel] = Path("dist").glob("*.whl")
    session.install(str(wheel))
    session.run("python", "-I", "tools/smoke.py")
    session.install(f"{wheel}[all]")
    session.run("python", "-I", "tools/smoke.py")
    session.run("govdisclosure", "--version")
    session.run("govdisclosure", "demo", session.create_tmp())
