"""Many reports on an engine that is none of ours: what the page shows is run."""

import os
import re
from pathlib import Path

import pytest

import govdisclosure as gd

PAGES = sorted(Path(__file__).parents[1].joinpath("docs").glob("speed*.md"))
BLOCK = re.compile(r"```py\n(import ray\n.*?)```", re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_ray_adds_up_provinces(page, tmp_path, monkeypatch):
    """The program for Ray in the pages adds up what lies in several folders, and tells what cannot be read."""
    if os.environ.get("CI"):
        import ray
    else:
        ray = pytest.importorskip("ray")
    monkeypatch.chdir(tmp_path)
    for province in ("甲省", "乙省"):
        for number in (1, 2):
            row = gd.ByApplicant(natural_persons=number)
            requests = gd.Requests(received=row, carried_over=row)
            report = gd.AnnualReport(organ=gd.Organ(f"{province}第{number}镇"), year=2025, requests=requests)
            path = tmp_path / "2025" / province / f"{number}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            gd.dump(report, path)
    tmp_path.joinpath("2025", "甲省", "通知.html").write_text("<p>没有年报</p>", "utf-8")
    (program,) = BLOCK.findall(page.read_text("utf-8"))
    names = {"__name__": "__main__"}
    try:
        exec(compile(program, page.name, "exec"), names)  # noqa: S102 - our own page
    finally:
        ray.shutdown()

    assert 6 == names["nation"].report.requests.received.natural_persons
    assert "GD768" in [finding.code for finding in names["nation"].findings]
