"""Addresses on the form and attribute paths, both ways."""

from operator import attrgetter

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form_tables import ADDRESSES
from govdisclosure._spec import fields_of
from govdisclosure.addresses import address_of, cells, nodes, path_of
from govdisclosure.errors import AddressError
from govdisclosure.report import AnnualReport, ByApplicant, Narrative, Outcomes, Requests
from govdisclosure.strategies import annual_reports

few = settings(max_examples=40)  # a whole report takes a while to draw

EMPTY = AnnualReport(organ=None, year=None)

# --- both ways --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "path"), ADDRESSES.items(), ids=ADDRESSES)
def test_an_address_and_its_path_lead_to_each_other(address, path):
    """The address of the form leads to the attribute path, and the path to the address."""
    assert path == path_of(address)
    assert address == address_of(path)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("一、总体情况", "overview"),
        ("表二", "proactive"),
        ("表三", "requests"),
        ("表四", "remedies"),
        ("六、其他需要报告的事项", "other_matters"),
        ("表二·规章", "proactive.rules"),
        ("表三·三", "requests.outcomes"),
        ("表三·三（三）", "requests.outcomes.refused"),
        ("表三·三（六）", "requests.outcomes.otherwise_closed"),
        ("表三·三（六）·自然人", "requests.outcomes.otherwise_closed.natural_persons"),
        ("表三·三（七）", "requests.outcomes.total"),
        ("表三·四·法律服务机构", "requests.carried_over.legal_service_institutions"),
        ("表四·行政诉讼", "remedies.litigation"),
        ("表四·行政诉讼·复议后起诉", "remedies.litigation.after_reconsideration"),
    ],
)
def test_sections_tables_and_groups_have_addresses(address, path):
    """Not only cells but sections, tables, groups of rows, rows and groups of columns have an address."""
    assert path == path_of(address)
    assert address == address_of(path)


@pytest.mark.parametrize("path", nodes())
def test_the_address_of_every_place_leads_back_to_it(path):
    """No two places of the form share an address, and each leads to its place."""
    assert path == path_of(address_of(path))


def test_addresses_are_unique():
    """There are as many addresses as places."""
    assert len(nodes()) == len({node.address for node in nodes().values()})


@given(annual_reports(mixed=True) | annual_reports())
@few
def test_every_cell_of_a_report_has_an_address(report):
    """The place of each number is among the places of the form, and its path leads to the number in the report."""
    found = list(cells(report))
    assert all(path_of(cell.address) == cell.path for cell in found)
    assert all(attrgetter(cell.path)(report) is cell.value for cell in found)


@given(st.sampled_from(sorted(nodes())), st.sampled_from([" ", "\n", "\u3000"]))
def test_white_space_in_an_address_makes_no_difference(path, space):
    """An address that is broken over lines or spaced out leads to the same place."""
    assert path == path_of(space.join(address_of(path)))


@pytest.mark.parametrize("path", nodes())
def test_every_way_to_name_a_place_leads_there_or_says_where_else(path):
    """Each shorter name of a place either leads to it or is refused with the place among the candidates."""
    refusals = []
    for name in nodes()[path].names():
        try:
            assert path == path_of(name)
        except AddressError as error:
            refusals.append(error)
    assert all(len(error.problems) > 1 for error in refusals)
    assert all(any(f"({path})" in problem for problem in error.problems) for error in refusals)


# --- shorter forms ----------------------------------------------------------------------------------------------------

NOT_COMPILED = "requests.outcomes.unavailable.not_compiled"
PARTIALLY = "requests.outcomes.partially_granted"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("三（四）2", NOT_COMPILED),
        ("三(四)2", NOT_COMPILED),
        ("三（四）２", NOT_COMPILED),
        ("表三·三(四)2", NOT_COMPILED),
        ("没有现成信息需要另行制作", NOT_COMPILED),
        ("2.没有现成信息需要另行制作", NOT_COMPILED),
        ("2．没有现成信息\n需要另行制作", NOT_COMPILED),
        ("三（四）2·自然人", f"{NOT_COMPILED}.natural_persons"),
        ("没有现成信息需要另行制作·总计", f"{NOT_COMPILED}.total"),
        ("部分公开", PARTIALLY),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", PARTIALLY),
        ('危及"三安全一稳定"', "requests.outcomes.refused.security_and_stability"),
        ("规章·现行有效件数", "proactive.rules.in_force"),
        ("行政事业性收费·本年收费金额（单位：万元）", "proactive.fees.collected"),
        ("行政复议·总计", "remedies.reconsideration.total"),
        ("复议后起诉·结果维持", "remedies.litigation.after_reconsideration.upheld"),
        ("三、收到和处理政府信息公开申请情况", "requests"),
        ("其他处理·总计", "requests.outcomes.otherwise_closed.total"),
    ],
)
def test_an_address_may_be_shorter_while_it_is_unique(address, path):
    """The table may be left out, and a row named by its number or its label, in any width."""
    assert path == path_of(address)


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "candidates"),
    [
        (
            "结果维持",
            [
                "表四·行政诉讼·复议后起诉·结果维持  (remedies.litigation.after_reconsideration.upheld)",
                "表四·行政诉讼·未经复议直接起诉·结果维持  (remedies.litigation.direct.upheld)",
                "表四·行政复议·结果维持  (remedies.reconsideration.upheld)",
            ],
        ),
        (
            "总计",
            [
                "表四·行政诉讼·复议后起诉·总计  (remedies.litigation.after_reconsideration.total)",
                "表四·行政诉讼·未经复议直接起诉·总计  (remedies.litigation.direct.total)",
                "表四·行政复议·总计  (remedies.reconsideration.total)",
                "表三·三（七）  (requests.outcomes.total)",
            ],
        ),
    ],
)
def test_an_ambiguous_address_is_refused_with_its_candidates(address, candidates):
    """Where several places bear a name, the error lists the full address and the path of each; nothing is guessed."""
    with pytest.raises(AddressError, match=f"“{address}”不止一处") as caught:
        path_of(address)
    assert sorted(candidates) == sorted(caught.value.problems)


@pytest.mark.parametrize(
    ("address", "near"), [("表三·一·自燃人", "表三·一·自然人"), ("重复申清", "重复申请"), ("三（九）1", "三(五)1")]
)
def test_an_unknown_address_is_refused_with_what_is_near(address, near):
    """An address that is not on the form is refused, and addresses that look like it are offered."""
    with pytest.raises(AddressError, match=f"表中没有“{address}”；相近的有：") as caught:
        path_of(address)
    assert near in caught.value.message


@pytest.mark.parametrize(
    "address",
    [
        "甲乙丙丁",
        "·",
        "",
    ],
)
def test_an_address_like_no_other_is_refused_without_an_offer(address):
    """Where nothing on the form is like the address, the error offers nothing."""
    with pytest.raises(AddressError) as caught:
        path_of(address)
    assert f"表中没有“{address}”" == caught.value.message


def test_an_unknown_path_is_refused_with_what_is_near():
    """A misspelt attribute path is refused, and the right one is offered."""
    with pytest.raises(AddressError, match=r"'requests\.received_'；相近的有：requests\.received，"):
        address_of("requests.received_")


def test_a_path_like_no_other_is_refused_without_an_offer():
    """Where no attribute path is like the one given, the error offers nothing."""
    with pytest.raises(AddressError) as caught:
        address_of("zzz")
    assert "年报里没有属性路径 'zzz'" == caught.value.message


# --- what a place says of itself --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "label", "law"),
    [
        ("overview", "一、总体情况", "第五十条"),
        ("requests", "三、收到和处理政府信息公开申请情况", "第五十条第（二）项"),
        ("proactive.rules.issued", "规章·本年制发件数", "第二十条第（一）项"),
        ("proactive.fees.collected", "行政事业性收费·本年收费金额（单位：万元）", "第二十条第（八）项"),
        ("requests.outcomes", "三、本年度办理结果", ""),
        ("requests.outcomes.refused.state_secret", "1.属于国家秘密", "第十四条"),
        ("requests.outcomes.refused.state_secret.others", "1.属于国家秘密·其他", "第十四条"),
        ("requests.outcomes.total.total", "（七）总计·总计", ""),
        ("remedies.litigation.direct.upheld", "行政诉讼·未经复议直接起诉·结果维持", "第五十条第（三）项"),
    ],
)
def test_a_place_says_what_is_printed_there_and_on_which_article_it_rests(path, label, law):
    """A place knows the words of its row and column as printed, and the article of its row or else of its table."""
    assert (label, law) == (nodes()[path].label, nodes()[path].law)


@pytest.mark.parametrize(
    ("path", "is_cell"),
    [
        ("problems", False),
        ("requests", False),
        ("requests.outcomes.refused", False),
        ("requests.received", False),
        ("requests.received.total", True),
        ("remedies.litigation.direct", False),
        ("remedies.litigation.direct.total", True),
    ],
)
def test_only_a_number_is_a_cell(path, is_cell):
    """A place is a cell where a number stands, and not where rows or columns are grouped."""
    assert is_cell == nodes()[path].is_cell


def test_a_place_says_which_field_of_which_class_declares_it():
    """A place knows the class and the field in which its declaration is written, be it a row, a column or a section."""
    places = nodes()
    assert all(fields_of(place.owner)[place.field] is place.specs[-1] for place in places.values())
    cell = places["requests.outcomes.otherwise_closed.other.total"]
    assert (ByApplicant, "total") == (cell.owner, cell.field)
    assert (AnnualReport, "overview") == (places["overview"].owner, places["overview"].field)


# --- the cells of a report --------------------------------------------------------------------------------------------


def test_the_form_has_200_cells():
    """A whole report of 2021 has 10, 175 and 15 cells in its three tables, in the order of print, all with a label."""
    found = list(cells(EMPTY))
    tables = [cell.address.split("·")[0] for cell in found]
    assert ["表二"] * 10 + ["表三"] * 175 + ["表四"] * 15 == tables
    assert list(ADDRESSES) == [cell.address for cell in found if cell.address in ADDRESSES]
    assert "2.重复申请·商业企业" == next(
        cell.label for cell in found if cell.path == "requests.outcomes.not_processed.repeat_request.enterprises"
    )


def test_one_row_of_other_results_makes_14_cells_fewer():
    """Where 其他处理 is one row and not three, its seven cells come where the 21 would."""
    mixed = attrs.evolve(EMPTY, requests=Requests(outcomes=Outcomes(otherwise_closed=ByApplicant())))
    found = [cell.address for cell in cells(mixed)]
    assert 186 == len(found)
    assert [f"表三·三（六）·{spec.label}" for spec in fields_of(ByApplicant).values()] == [
        address for address in found if "三（六）" in address
    ]


@pytest.mark.parametrize(("name", "left"), [("proactive", 190), ("requests", 25), ("remedies", 185)])
@pytest.mark.parametrize("instead", [None, Narrative(blocks=["无。"])])
def test_a_table_that_is_absent_has_no_cells(name, left, instead):
    """A section without its table brings no cells, and takes none from the others."""
    assert left == len(list(cells(attrs.evolve(EMPTY, **{name: instead}))))
