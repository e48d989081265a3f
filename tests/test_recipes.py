"""The recipes of the guide pages, in the real Django and FastAPI."""

import importlib
import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import attrs
import django
import jsonschema
import pytest
from django import conf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from fastapi.testclient import TestClient

import govdisclosure as gd
from reports import SOUND

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "recipes.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"(?:#|<!--) ([\w/]+\.\w+)")
FILES = {
    name[1]: text.partition("\n")[2] if kind == "html" else text
    for kind, text in BLOCK.findall(PAGE)
    if (name := NAMED.match(text))
}


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory):
    """A folder with the files of the recipes, from which they can be imported."""
    folder = tmp_path_factory.mktemp("recipes")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "disclosure/__init__.py").touch()
    (folder / "disclosure/templatetags/__init__.py").touch()
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture(name="site", scope="module")
def _site(folder):
    """A client of a Django site that has the app of the recipe."""
    conf.settings.configure(
        ALLOWED_HOSTS=["testserver"],
        INSTALLED_APPS=["disclosure"],
        LANGUAGE_CODE="zh-hans",
        ROOT_URLCONF="disclosure.urls",
        SECRET_KEY="of a test",  # noqa: S106 - it guards nothing
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.i18n"]},
            }
        ],
    )
    django.setup()
    return Client()


@pytest.fixture(name="service", scope="module")
def _service(folder):
    """A client of the service of the recipe."""
    return TestClient(importlib.import_module("service").app)


def uploaded(site, data, name):
    """What the site answers to an uploaded file."""
    return site.post("/upload", {"report": SimpleUploadedFile(name, data)})


# --- the pages --------------------------------------------------------------------------------------------------------


def test_both_pages_have_the_same_programs():
    """The Chinese page has the programs of the English one."""
    assert BLOCK.findall(PAGE) == BLOCK.findall((DOCS / "recipes.zh.md").read_text("utf-8"))
    assert 5 == len(FILES)


def test_the_tests_of_the_recipe_pass(tmp_path):
    """What a system's own tests are shown to be passes when pytest runs it."""
    (block,) = [text for _, text in BLOCK.findall(PAGE) if "assert_publishable" in text]
    (tmp_path / "test_ours.py").write_text(f"import govdisclosure as gd\n{block}", "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "pytest_govdisclosure",
        str(tmp_path),
    ]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env, timeout=120, check=False)

    assert "3 passed" in done.stdout


# --- Django -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["json", "html", "docx"])
def test_an_uploaded_report_is_shown(site, suffix):
    """The form takes a report in any format, and the tag puts it into the site's own page."""
    answer = uploaded(site, gd.dumps(SOUND, suffix), f"report.{suffix}")
    fragment = gd.dumps(SOUND, "html", options=gd.HtmlOptions(fragment=True, charts=True)).decode()

    assert 200 == answer.status_code
    assert f"<main>{fragment}</main>" == answer.content.decode().strip()


def test_texts_are_escaped_by_the_tag(site):
    """What the prose says cannot become markup of the page."""
    report = attrs.evolve(SOUND, preamble=["<script>alert(1)</script>"])

    assert b"<script>" not in uploaded(site, gd.dumps(report, "json"), "report.json").content


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"{}", "report.json", "JSON 与年报格式不符："),
        (b"\x00", "report.txt", "应为政府信息公开工作年度报告"),
        (gd.dumps(attrs.evolve(SOUND, remedies=None), "json"), "report.json", "GD101"),
    ],
)
def test_a_file_that_is_no_sound_report_is_refused(site, data, name, message):
    """What cannot be read, and what has an error, is told beside the field."""
    answer = uploaded(site, data, name)

    assert 422 == answer.status_code
    assert message in "".join(answer.json()["report"])


def test_a_report_must_be_uploaded(site):
    """The field is needed, as others are."""
    assert 422 == site.post("/upload", {}).status_code


# --- FastAPI ----------------------------------------------------------------------------------------------------------


def test_the_service_describes_itself(service):
    """The description of the service has the schemas of reports and findings, and they hold what is sent."""
    paths = service.get("/openapi.json").json()["paths"]
    post = paths["/findings"]["post"]
    (asked,) = post["requestBody"]["content"].values()
    (told,) = post["responses"]["200"]["content"].values()
    answer = service.post("/findings", content=gd.dumps(attrs.evolve(SOUND, remedies=None), "json"))

    assert gd.json_schema() == asked["schema"]
    assert (
        json.loads(files("govdisclosure.output").joinpath("findings.schema.json").read_text("utf-8")) == told["schema"]
    )
    jsonschema.validate(answer.json(), told["schema"])
    assert ["GD101"] == [finding["code"] for finding in answer.json()["files"][0]["findings"]]


def test_the_service_tells_every_problem(service):
    """A body that is no report is refused with every problem."""
    answer = service.post("/findings", content=b'{"year": true}')

    assert 422 == answer.status_code
    assert 10 == len([each for each in answer.json()["detail"] if "：" in each]) - 1


def test_the_service_shows_pages(service):
    """A report that was put there is shown as a page, in the language that is asked for; another is not there."""
    service.put("/reports/a", content=gd.dumps(SOUND, "json"))

    assert gd.dumps(SOUND, "html", locale="en") == service.get("/reports/a", params={"locale": "en"}).content
    assert 404 == service.get("/reports/b").status_code
