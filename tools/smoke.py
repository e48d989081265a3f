"""What works without any extra: `python -I tools/smoke.py`, where nothing but the package is installed."""

import importlib.util

import govdisclosure as gd

REPORT = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025)


def refusal(name: str) -> str:
    """Why no report is written in the format of that name; empty if one is."""
    try:
        gd.dumps(REPORT, name)
    except gd.GovDisclosureError as error:
        return str(error)
    return ""


def main() -> None:
    """Write, read and check a report in every format of the core, and ask for what an extra brings."""
    for name in ("json", "html", "docx", "markdown", "text"):
        for locale in ("zh_Hans_CN", "zh_Hant", "en"):
            data = gd.dumps(REPORT, name, locale=locale)
            if name != "markdown":
                assert gd.loads(data) == REPORT, (name, locale)  # noqa: S101 - this is a test
    assert "Total" in gd.dumps(REPORT, "html", locale="en").decode()  # noqa: S101
    assert gd.check(REPORT).results  # noqa: S101
    assert gd.json_schema()["$schema"]  # noqa: S101
    if importlib.util.find_spec("xlsxwriter") is None:
        assert "govdisclosure[xlsx]" in refusal("xlsx")  # noqa: S101
    print(f"govdisclosure {gd.__version__} does what it should")


if __name__ == "__main__":
    main()
