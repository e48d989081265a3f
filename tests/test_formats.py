"""Which format a file is in, and bytes to text."""

import codecs
import contextlib
from io import BytesIO

import attrs
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.formats import FORMATS, format_for_reading, format_for_writing
from govdisclosure.formats.archive import pack
from govdisclosure.formats.decoding import decoded

REPORT = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025)
WRITABLE = [each for each in FORMATS if each.carries and hasattr(each.module, "write")]
ODT = "application/vnd.oasis.opendocument.text"


def workbook():
    """A workbook with one cell."""
    book, file = openpyxl.Workbook(), BytesIO()
    book.active["A1"] = "规章"
    book.save(file)
    return file.getvalue()


SAMPLES = {each.name: gd.dumps(REPORT, each.name) for each in WRITABLE} | {
    "script": "show('<table><tr><td>政府信息公开</table>')".encode(),
    "odt": pack([("META-INF/manifest.xml", f'<m media-type="{ODT}"/>'.encode()), ("content.xml", b"<a/>")]),
    "xlsx": workbook(),
    "pdf": b"%PDF-1.7",
}
SUFFIXES = [(suffix, each.name) for each in FORMATS for suffix in each.suffixes]

# --- the registry -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_a_format_has_the_common_verbs(each):
    """Every format is a module with the same verbs, a name, a title and suffixes of its own."""
    assert callable(each.module.looks_like)
    assert callable(each.module.read)
    of_the_schema = {"SCHEMA", "structured"} if each.name == "json" else set()
    assert set(each.module.__all__) - of_the_schema <= {
        "OPTIONS",
        "figure",
        "looks_like",
        "read",
        "read_text",
        "shown",
        "write",
    }
    assert each.title
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in each.suffixes)


def test_names_and_suffixes_are_not_shared():
    """No two formats have a name or a suffix in common."""
    assert len(FORMATS) == len({each.name for each in FORMATS})
    assert len(SUFFIXES) == len({suffix for suffix, _ in SUFFIXES})


@pytest.mark.parametrize("name", SAMPLES)
def test_content_tells_the_format(name):
    """What is written in a format is told by its content from every other."""
    assert name == format_for_reading(SAMPLES[name]).name


ODD_BEGINNINGS = [
    "<b>甲</b>",
    "{",
    "# 甲",
    "| 甲 | 乙 |",
    "---",
    "show('<table>')",
    "%PDF-1.7",
    "GIF89a",
    "\ufeff甲",
    " ",
]


@pytest.mark.parametrize("name", ["markdown", "text"])
@pytest.mark.parametrize("title", ODD_BEGINNINGS)
def test_the_data_of_a_text_tell_its_format(name, title):
    """A text that carries data is told by them, however it begins, and whatever ends its lines."""
    data = gd.dumps(attrs.evolve(REPORT, title=title), name)

    assert name == format_for_reading(data).name
    assert name == format_for_reading(data.replace(b"\n", b"\r\n")).name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("政府信息公开", "text"),
        ("# 政府信息公开\n", "markdown"),
        ("甲\ngovdisclosure:data\n乙", "text"),
        ("# 甲\n\ngovdisclosure:data 甲\n0\n乙", "markdown"),
        ("<p>甲\ngovdisclosure:data 甲\n</p>", "html"),
    ],
)
def test_texts_without_data_are_told_by_their_marks(data, name):
    """Where no data end a text, headings and tables tell Markdown, and what is nothing else is text."""
    assert name == format_for_reading(data.encode()).name


@pytest.mark.parametrize(("suffix", "name"), SUFFIXES)
def test_a_suffix_tells_the_format(suffix, name):
    """The suffix of a file name tells the format, in any case, after any other dots."""
    for file in (f"report{suffix}", f"2025.v2{suffix.upper()}", suffix * 2):
        assert name == format_for_reading(SAMPLES[name], name=file).name


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("file", ["report.html", "report.docx", "report.txt", "report", "report.bin", ""])
def test_content_tells_where_the_suffix_does_not_fit(name, file):
    """A file whose suffix names another format, or none, is read by its content; anything may be text."""
    binary = {each.name for each in FORMATS if each.is_binary}
    expected = "text" if file == "report.txt" and name not in binary else name

    assert expected == format_for_reading(SAMPLES[name], name=file).name


def test_what_is_called_json_is_read_as_json():
    """A file called .json is read as JSON even if it does not begin like a report, so that its fault is told."""
    assert "json" == format_for_reading(b"[]", name="report.json").name


@pytest.mark.parametrize("name", SAMPLES)
def test_a_format_may_be_named(name):
    """A format that is named goes before the suffix of the file."""
    assert name == format_for_reading(SAMPLES[name], name, "report.xyz").name


@pytest.mark.parametrize("named", ["dbf", "report.html", ".html", ""])
def test_a_format_that_is_not_there_is_refused(named):
    """A name that is no format's is refused, with those that are."""
    with pytest.raises(gd.ReadError, match="可用 json、docx、xlsx、odt、pdf、html、script、markdown、text"):
        format_for_reading(b"<p>", named)


@pytest.mark.parametrize("data", [b"", b" \n\t "])
def test_nothing_is_refused(data):
    """Empty content is refused as empty."""
    with pytest.raises(gd.ReadError, match=r"可读 JSON、Word 文档、Excel 工作簿、.*、文本；内容是空的"):
        format_for_reading(data)


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG 图片"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG 图片"),
        (b"GIF89a\0", "GIF 图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "旧版 Office 文档"),
        (b"Rar!\x1a\x07\0", "RAR 压缩包"),
        (b"7z\xbc\xaf\x27\x1c\0", "7z 压缩包"),
        (b"PK\x03\x04\x14\0ppt/presentation.xml", "ZIP 压缩包或其他 Office 文档"),
    ],
)
def test_other_formats_are_named(data, title):
    """A file plainly in another format is refused with the name of that format, whatever it is called."""
    for name in ("", "report.html", "report.docx", "report.txt"):
        with pytest.raises(gd.ReadError, match=f"^应为政府信息公开工作年度报告.*；内容是{title}"):
            format_for_reading(data, name=name)


def test_what_nothing_reads_is_refused():
    """What looks like none of the formats is refused."""
    with pytest.raises(gd.ReadError, match="内容不是其中任何一种"):
        format_for_reading(b"\0\1\2")


@pytest.mark.parametrize("each", WRITABLE, ids=lambda each: each.name)
def test_a_format_to_write_is_named_or_told_by_the_suffix(each):
    """A format is written by its name, or by the suffix of the path to write."""
    assert each == format_for_writing(each.name)
    assert all(each == format_for_writing(f"2025/年报{suffix.upper()}") for suffix in each.suffixes)


@pytest.mark.parametrize("name", ["", "odt", "report", "report.odt", "script", "json/report"])
def test_what_cannot_be_written_is_refused(name):
    """A format that is only read, or not known at all, is refused with the suffixes that are written."""
    with pytest.raises(gd.WriteError, match=r"\.json、\.docx、\.xlsx、\.pdf、\.html"):
        format_for_writing(name)


# --- bytes to text ----------------------------------------------------------------------------------------------------


CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30).map("政府信息公开".__add__)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@given(words=CHINESE)
def test_chinese_is_read_in_any_encoding(encoding, words):
    """A text that speaks of 政府信息公开 is read in every encoding that can hold it."""
    assert words == decoded(words.encode(encoding))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("政府資訊公開".encode("big5"), "政府資訊公開"),
        (codecs.BOM_UTF16_BE + "政府".encode("utf-16-be"), "政府"),
        (b"annual report", "annual report"),
        ("年度".encode("gbk"), "年度"),
        ("你好".encode("gb18030"), "你好"),
    ],
)
def test_the_likeliest_encoding_is_taken(data, expected):
    """The encoding is told by its mark, by what the text speaks of, or is the first that fits."""
    assert expected == decoded(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        codecs.BOM_UTF8,
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF16_LE + b"a",
        codecs.BOM_UTF8 + b"\xff",
        b"a\0b",
        b"\xff",
    ],
)
def test_what_is_no_text_is_refused(data):
    """Nothing at all, a zero byte and bytes of no encoding are refused."""
    with pytest.raises(gd.ReadError, match="应为文字（UTF-8、GB18030 或 Big5 编码）；内容为空或不是文字"):
        decoded(data)


@given(st.binary())
def test_any_bytes_are_text_or_refused(data):
    """Any bytes are text that is not empty, or refused."""
    with contextlib.suppress(gd.ReadError):
        assert decoded(data)
