"""Many reports: the same as one by one, in their order, by any number of workers, and none stops the rest."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

import deadly
import govdisclosure as gd
from govdisclosure import batch
from govdisclosure.sources import Source

TOWNS = [f"{name}镇" for name in "甲乙丙丁戊己庚辛"] * 5


def report_of(number):
    """The report of a town, with a number of its own."""
    received = gd.ByApplicant(natural_persons=number)
    requests = gd.Requests(received=received, outcomes=gd.Outcomes(granted=received))
    return gd.AnnualReport(organ=gd.Organ(f"{TOWNS[number]}{number}村"), year=2025, requests=requests)


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory):
    """A folder of forty reports in several formats, and a page that is none."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(len(TOWNS)):
        gd.dump(report_of(number), folder / f"{number:03}.{['json', 'html', 'md'][number % 3]}")
    (folder / "020x.html").write_text("<p>这里没有年报</p>", "utf-8")
    return folder


def told(read):
    """What was read, as it can be compared."""
    return [(each.name, each.reading and each.reading.report, each.problem) for each in read]


def one_by_one(folder):
    """What reading each file on its own gives."""
    for path in sorted(folder.iterdir()):
        try:
            yield batch.Read(str(path), gd.read(path))
        except gd.ReadError as error:
            yield batch.Read(str(path), problem=str(error))


def test_many_are_read_as_each_is_alone(folder):
    """Order, reports and problems are those of reading file by file, in this process and in others."""
    expected = told(one_by_one(folder))

    assert expected == told(gd.read_many(folder, workers=1))
    assert expected == told(gd.read_many(folder, workers=2))
    assert ["020x.html"] == [name.rpartition("/")[2] for name, _, problem in expected if problem]


def test_many_are_checked_as_each_is_alone(folder):
    """The findings and results are those of checking file by file, with the options given."""
    options = {"select": ["GD3", "GD1"], "profile": gd.OrganKind.TOWNSHIP}
    alone = [
        gd.Checked(each.name, findings=gd.check(each.reading, **options), report=each.reading.report)
        if each.reading
        else gd.Checked(each.name, problem=each.problem)
        for each in one_by_one(folder)
    ]

    assert alone == list(gd.check_many(folder, workers=1, **options))
    assert alone == list(gd.check_many(folder, workers=2, **options))


@pytest.mark.parametrize("workers", [1, 2])
def test_many_are_added_up_as_they_are_at_once(folder, workers):
    """The sum is that of all reports, and what cannot be read is an error in it."""
    reports = [each.reading for each in one_by_one(folder) if each.reading]
    plan = gd.RollUpPlan(organ=gd.Organ("示例县人民政府"), year=2025)
    rolled = gd.roll_up_many(folder, plan, workers=workers)

    assert gd.roll_up(reports, organ=plan.organ, year=2025).report == rolled.report
    assert [gd.Severity.ERROR] == [each.severity for each in rolled.findings if each.code == "GD768"]
    assert ["020x.html" in str(each.message) for each in rolled.findings if each.code == "GD768"] == [True]


def test_any_executor_serves_and_is_left_open(folder):
    """An executor that is given does the work and can be used afterwards."""
    with ThreadPoolExecutor(2) as executor:
        found = told(gd.read_many(folder, executor=executor))

        assert told(gd.read_many(folder, workers=1)) == found
        assert 3 == executor.submit(len, "abc").result()


def test_what_is_kept_elsewhere_is_read(folder):
    """A report that was fetched from somewhere is read as the file with its content is; one that failed tells why."""
    path = folder / "001.html"
    kept = [Source("库里第 1 行", path.read_bytes()), Source("库里第 2 行", problem="断线")]

    assert [("库里第 1 行", gd.load(path), ""), ("库里第 2 行", None, "断线")] == told(gd.read_many(kept))


def test_no_process_is_started_for_a_handful(folder, monkeypatch):
    """As many reports as one worker would get at a time are read here, unless workers are asked for."""
    monkeypatch.setattr(batch, "_pool", None)
    few = sorted(folder.iterdir())[:15]

    assert 15 == len(list(gd.read_many(few)))
    with pytest.raises(TypeError):
        list(gd.read_many(few, workers=2))


def test_what_is_done_is_not_done_again(folder):
    """Reports whose names are given as done are passed over."""
    names = [str(path) for path in sorted(folder.iterdir())]

    assert names[7:] == [each.name for each in gd.read_many(folder, workers=1, done=names[:7])]


@pytest.mark.parametrize("verb", [gd.read_many, gd.check_many])
def test_what_cannot_be_listed_is_told(tmp_path, verb):
    """An archive that is none is told as one problem, by every verb."""
    (tmp_path / "a.zip").write_bytes(b"no archive")

    assert ["不能读"] == [each.problem[:3] for each in verb(tmp_path, workers=1)]


def test_what_becomes_of_a_report_that_killed_its_worker():
    """Such a report is told by its name among those that are read, checked or added up."""
    plan = gd.RollUpPlan(organ=gd.Organ("示例县人民政府"), year=2025)
    source = Source("a.html")

    assert batch.Read("a.html", problem="甲") == batch._unread(source, "甲")
    assert gd.Checked("a.html", problem="甲") == batch._unchecked(source, "甲")
    assert plan.finish(batch._unadded(plan, source, "甲")) == plan.finish(plan.unread("a.html", "甲"))


def test_lines_of_json_are_reports(tmp_path):
    """A line is read as a file of JSON is; one that is damaged is told by its number."""
    lines = [json.dumps(json.loads(gd.dumps(report_of(number), "json")), ensure_ascii=False) for number in range(3)]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([*lines[:2], lines[2][:-9], lines[2]]), "utf-8")
    found = list(gd.read_many(path, workers=1))

    assert [report_of(0), report_of(1), None, report_of(2)] == [each.reading and each.reading.report for each in found]
    assert [f"{path}:{number}" for number in range(1, 5)] == [each.name for each in found]


def test_a_fault_of_ours_is_told_of_the_report_it_struck(folder, monkeypatch):
    """An error that nobody foresaw is told of the one report, and the rest are read."""
    monkeypatch.setattr(batch, "read", lambda name, **_: 1 // (0 if name.endswith("000.json") else 1))
    first, *rest = gd.read_many(folder, workers=1)

    assert "ZeroDivisionError" in first.problem
    assert {""} == {each.problem for each in rest}


class Watched(Executor):
    """An executor that does the work at once and remembers how much was asked of it before any result was wanted."""

    def __init__(self):
        self.submitted = 0

    def submit(self, work, /, *args):
        """Do the work."""
        self.submitted += 1
        future = Future()
        future.set_result(work(*args))
        return future


def test_no_more_is_under_way_than_keeps_the_workers_busy(tmp_path):
    """However many reports there are, only so many are given out before the first result is taken."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"{}\n" * 2_000)
    executor = Watched()
    found = gd.read_many(path, executor=executor, workers=2)
    next(found)

    assert 7 == executor.submitted
    assert 1_999 == len(list(found))


def test_what_is_not_wanted_any_more_is_not_done(folder):
    """Where the results are not taken to the end the workers are let go."""
    found = gd.read_many(folder, workers=2)
    next(found)
    found.close()

    assert [] == list(found)


# --- workers that die -------------------------------------------------------------------------------------------------


def results(names, workers=None, executor=None):
    """What work makes of sources of these names that is deadly for some."""
    return list(batch._in_order(deadly.name_or_die, deadly.told, map(Source, names), workers, executor))


def test_a_report_that_kills_its_worker_is_told_and_nothing_is_lost():
    """Every other report is done, in its order, however often a worker is killed."""
    names = [f"{number}" for number in range(60)]
    names[3] = "deadly 3"
    names[50] = "deadly 50"
    expected = [f"{name}：{batch._KILLED}" if "deadly" in name else name for name in names]

    assert expected == results(names, workers=2)


class Broken(Executor):
    """An executor of somebody's own whose processes are gone."""

    def submit(self, work, /, *args):
        """Fail as such an executor does."""
        message = "gone"
        raise BrokenProcessPool(message)


def test_the_breaking_of_an_executor_that_is_given_is_told():
    """What became of somebody's own executor is for them to know."""
    with pytest.raises(BrokenProcessPool):
        results(["1"], executor=Broken())


def test_a_program_that_cannot_start_workers_is_told_what_to_do(tmp_path):
    """A script without a main guard gets a sentence that says what to do."""
    script = tmp_path / "script.py"
    script.write_text("import govdisclosure as gd\nprint(list(gd.read_many('a.html', workers=2)))\n", "utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, timeout=100, check=False)

    assert 1 == done.returncode
    assert "workers=1" in done.stderr.decode()


@pytest.fixture(name="cluster")
def _cluster():
    """A cluster of two workers on this machine, and a client of it."""
    import distributed

    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        yield client


@pytest.mark.slow
def test_a_cluster_does_the_work_though_a_worker_is_killed(folder, cluster):
    """The executor of a Dask client gives what one process gives, though one of its workers is killed halfway."""
    expected = told(gd.read_many([folder] * 10, workers=1))
    found = gd.read_many([folder] * 10, executor=cluster.get_executor(), workers=2)
    first = next(found)
    pids = cluster.run(os.getpid)
    os.kill(next(iter(pids.values())), signal.SIGKILL)

    assert expected == told([first, *found])
