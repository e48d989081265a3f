"""What helps to test systems that make reports."""

import io

import attrs
import pytest

import govdisclosure as gd
from govdisclosure.testing import assert_publishable
from reports import SOUND

WRONG = attrs.evolve(SOUND, requests=gd.Requests(carried_over=gd.ByApplicant(total=1)), title="年度报告")


@pytest.mark.parametrize("suffix", ["json", "html", "docx"])
def test_a_sound_file_is_publishable(suffix, tmp_path):
    """A file in which nothing is found passes, and the report in it is given back."""
    gd.dump(SOUND, tmp_path / f"report.{suffix}")

    assert SOUND == assert_publishable(tmp_path / f"report.{suffix}")
    assert SOUND == assert_publishable(io.BytesIO(gd.dumps(SOUND, suffix)), fail_on=gd.Severity.NOTICE)


def test_what_is_found_is_told():
    """A file with errors fails with each of them in a line; what weighs less fails where that is asked for."""
    page = gd.dumps(WRONG, "html")
    errors = [f"  - {each}" for each in gd.check(WRONG) if each.severity is gd.Severity.ERROR]
    assert errors

    with pytest.raises(AssertionError) as caught:
        assert_publishable(io.BytesIO(page))
    told = [line.partition("（第")[0] for line in str(caught.value).splitlines()]
    assert [f"不能公布，有 {len(errors)} 处问题：", *errors] == told
    with pytest.raises(AssertionError, match="GD104 警告"):
        assert_publishable(io.BytesIO(page), fail_on=gd.Severity.WARNING)


def test_what_is_known_of_the_report_is_given_along():
    """Rules are left out, and findings waived, as a check does."""
    page = gd.dumps(WRONG, "html")
    waiver = gd.Waiver(code="GD304", address="表三·四·总计", reason="已核对", name="张三")

    assert WRONG == assert_publishable(io.BytesIO(page), ignore=["GD3", "GD1"])
    assert WRONG == assert_publishable(io.BytesIO(page), select=["GD304"], waivers=[waiver])


def test_where_it_was_read_is_told():
    """A finding about a page of another system is told with its place there."""
    page = gd.dumps(WRONG, "html").replace(b"data-report", b"data-other")

    with pytest.raises(AssertionError, match=r"GD304 .*（第.*个表格第\d+行第\d+格）"):
        assert_publishable(io.BytesIO(page))


def test_what_is_no_report_is_not_publishable(tmp_path):
    """A file that cannot be read fails with the reason, and the error behind it."""
    with pytest.raises(AssertionError, match=r"^不能公布，读不出年报：不能读") as caught:
        assert_publishable(tmp_path / "none.html")

    assert isinstance(caught.value.__cause__, gd.ReadError)
