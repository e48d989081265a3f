"""PDF: paragraphs from lines, tables from ruled lines, and nothing that does harm or is silently wrong."""

import sys
import zlib

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.document import Grid, Paragraph, Place
from govdisclosure.errors import GovDisclosureError, ReadError
from govdisclosure.formats import pdf, pdf_sheets
from govdisclosure.recognise import recognise
from test_corpus import numbers_of, read_of, truth_of

# --- a small writer of PDF --------------------------------------------------------------------------------------------

FONT = b"""<</Type/Font/Subtype/Type0/BaseFont/STSong/Encoding/UniGB-UCS2-H/DescendantFonts[
<</Type/Font/Subtype/CIDFontType0/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/W[%s]
/FontDescriptor<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[0 -120 1000 880]/Ascent 880/Descent -120
/FontFile2 9 0 R>>>>]%s>>"""
WIDTHS = b"1 95 500 814 939 500"
FLATE = b"/Filter/FlateDecode"
TABLE_WIDTH = 300


def font(name=b"STSong", widths=WIDTHS, codes=b"GB1", more=b""):
    """A font, which tells its characters by the Chinese character set or not at all."""
    made = FONT % (name, widths, name, more)
    return made if codes == b"GB1" else made.replace(b"UniGB-UCS2-H", b"Identity-H").replace(b"GB1", codes)


def stream(data, entries=b""):
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def file_of(objects, trailer=b""):
    """A file of these objects, the first of which is its root."""
    data, starts = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    entries = b"".join(b"%010d 00000 n \n" % start for start in starts)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, entries)
    return data + table + b"trailer<</Size 99/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (trailer, len(data))


def document_of(*contents, entries=b"", page=b"", count=None, fonts=None, more=()):
    """A PDF with a page for each of *contents*; *more* are the objects from number 10 on."""
    numbers = range(40, 40 + 2 * len(contents), 2)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    fonts = fonts or [font(), font(b"ABCDEF+STHei")]
    resources = b"/Font<</A 3 0 R/B 4 0 R>>/XObject<</P 5 0 R/F 6 0 R>>"
    picture = stream(b"\0", b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 400 600]/Resources<<%s>>>>"
        % (kids, len(contents) if count is None else count, resources),
        *fonts,
        picture,
        stream(text(50, 500, "表格里"), b"/Type/XObject/Subtype/Form/BBox[0 0 400 600]"),
        *[b"null"] * 3,
        *more,
    ]
    objects += [b"null"] * (39 - len(objects))
    for number, content in zip(numbers, contents, strict=True):
        objects += [b"<</Type/Page/Parent 2 0 R/Contents %d 0 R%s>>" % (number + 1, page), stream(content, entries)]
    return file_of(objects)


def text(x, y, words, size=10, font="A"):
    """A line of text at a point, measured from the lower left corner."""
    return f"BT /{font} {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n".encode()


def ruled(xs, ys):
    """The strokes of a raster."""
    across = [f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys]
    return "".join(across + [f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs]).encode()


def table(rows, top=500, left=50):
    """A ruled table of two or more columns with a row of 20 points for each of *rows*."""
    width = TABLE_WIDTH // len(rows[0])
    xs = [left + width * n for n in range(len(rows[0]) + 1)]
    ys = [top - 20 * n for n in range(len(rows) + 1)]
    cells = [text(xs[c] + 5, ys[r] - 14, words) for r, row in enumerate(rows) for c, words in enumerate(row) if words]
    return ruled(xs, ys) + b"".join(cells)


def texts(block):
    """The texts of a grid, row by row, or of a paragraph."""
    return [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text


def read(*contents, **more):
    """The document read from pages with these contents."""
    return pdf.read(document_of(*contents, **more))


def read_texts(*contents):
    """The texts of the document read from pages with these contents."""
    return [texts(block) for block in read(*contents).blocks]


def test_a_pdf_is_told_by_how_it_begins():
    """A PDF begins with its name, perhaps behind white space; a page that mentions it is none."""
    assert [True, True, False] == [
        pdf.looks_like(data) for data in (b"%PDF-1.7", b"\xef\xbb\xbf\n%PDF-1.4", b"<p>%PDF-")
    ]


# --- tables -----------------------------------------------------------------------------------------------------------


def test_ruled_lines_make_a_grid_with_places():
    """A raster of strokes is a table, and each cell knows its page, table, row and position."""
    grid = read(table([["甲", "1"], ["乙", ""]])).blocks[0]
    assert [["甲", "1"], ["乙", ""]] == texts(grid)
    assert "第1页第1个表格第2行第2格" == str(grid.rows[1][1].place)


def test_a_missing_line_makes_one_cell_of_two():
    """Where the line between two fields is missing they are one cell, beside and below each other."""
    lines = b"50 500 m 350 500 l S 50 440 m 350 440 l S 150 480 m 350 480 l S 150 460 m 350 460 l S\n"
    lines += b"50 500 m 50 440 l S 150 500 m 150 440 l S 350 500 m 350 440 l S 250 480 m 250 440 l S\n"
    grid = read(lines + text(60, 465, "组") + text(200, 485, "头") + text(160, 465, "1")).blocks[0]
    expected = [[("组", 3, 1), ("头", 1, 2)], [("1", 1, 1), ("", 1, 1)], [("", 1, 1), ("", 1, 1)]]
    assert expected == [[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in grid.rows]


def test_bars_and_boxes_rule_as_strokes_do():
    """Borders drawn as thin filled bars or as stroked boxes make the same table; slanting lines and dots do not."""
    bars = b"50 500 300 1 re f 50 450 300 1 re f 50 450 1 50 re f 200 450 1 50 re f 350 450 1 50 re f\n"
    boxes = b"50 450 150 50 re S 200 450 150 50 re S 50 450 150 50 re f\n"
    noise = b"60 460 m 90 490 l S 70 470 1 1 re f 60 460 m 70 470 80 480 90 460 c S\n"
    words = text(60, 470, "甲") + text(210, 470, "乙")
    assert [[["甲", "乙"]]] == read_texts(bars + noise + words) == read_texts(boxes + noise + words)


def test_a_table_open_at_its_sides_is_whole():
    """A table without outer borders has the columns and rows that its inner lines end at."""
    lines = b"50 480 m 350 480 l S 200 500 m 200 460 l S\n"
    words = text(60, 487, "甲") + text(210, 487, "1") + text(60, 467, "乙") + text(210, 467, "2")
    assert [[["甲", "1"], ["乙", "2"]]] == read_texts(lines + words)


def test_a_frame_and_an_empty_raster_are_no_tables():
    """A frame around a page and a raster without text leave the text outside tables."""
    assert ["正文"] == read_texts(b"20 20 360 560 re S\n" + ruled([50, 60, 70], [100, 120]) + text(60, 300, "正文"))


def test_a_field_missing_a_corner_is_not_taken_across_a_line():
    """A cell never goes on over a line in the row below it."""
    lines = b"50 500 m 350 500 l S 50 460 m 350 460 l S 50 500 m 50 460 l S 350 500 m 350 460 l S\n"
    lines += b"200 480 m 200 460 l S 50 480 m 90 480 l S\n"
    words = text(120, 487, "头") + text(60, 465, "1") + text(210, 465, "2")
    assert [[["头"], ["1", "2"]]] == read_texts(lines + words)


def test_a_field_taken_by_a_cell_above_ends_the_cell_beside_it():
    """Cells that would overlap are kept apart."""
    lines = b"50 500 m 350 500 l S 50 440 m 350 440 l S 50 500 m 50 440 l S 350 500 m 350 440 l S\n"
    lines += b"150 500 m 150 480 l S 150 460 m 150 440 l S 50 480 m 150 480 l S 200 460 m 350 460 l S\n"
    words = text(60, 487, "甲") + text(210, 487, "乙") + text(60, 465, "丙")
    (grid,) = read(lines + words).blocks
    found = [(r, c, cell.rowspan, cell.colspan, cell.text) for r, c, cell in grid.positions() if cell.text]
    assert ["甲", "乙", "丙"] == [each[-1] for each in found]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["本年度办", "理结果"], "本年度办理结果"),
        (["一", "二", "三"], "一二三"),
        (["open", "data"], "open data"),
        (["1234567890123456789012345", "67"], "123456789012345678901234567"),
        (["12", "34"], "12 34"),
    ],
)
def test_a_cell_that_wraps_is_one_text(lines, expected):
    """Chinese goes on without a space, also one character a line; numbers only where their line was full."""
    words = b"".join(text(55, 485 - 12 * n, line) for n, line in enumerate(lines))
    grid = read(ruled([50, 190, 330], [500, 440]) + words + text(200, 470, "0")).blocks[0]
    assert [[expected, "0"]] == texts(grid)


# --- page breaks ------------------------------------------------------------------------------------------------------


def test_a_table_that_goes_on_is_a_grid_on_each_page():
    """Whole rows on two pages stay two grids, and no note is made."""
    document = read(table([["甲", "1"]], top=60), table([["乙", "2"]]))
    assert [[["甲", "1"]], [["乙", "2"]]] == [texts(block) for block in document.blocks]
    assert () == document.notes


@pytest.mark.parametrize(
    ("upper", "lower"), [(["甲", "", ""], ["", "1", "2"]), (["", "1", "2"], ["甲", "", ""])], ids=["down", "up"]
)
def test_a_row_cut_into_label_and_numbers_is_one_row(upper, lower):
    """Two halves that complement each other across a page break are put together, each text at its own place."""
    document = read(table([["乙", "3", "4"], upper], top=80), table([lower, ["丙", "5", "6"]]))
    assert [[["乙", "3", "4"], ["甲", "1", "2"]], [["丙", "5", "6"]]] == [texts(block) for block in document.blocks]
    assert ("第1页末的一行断到第2页，已按列合为一行；请核对",) == document.notes
    label, number = document.blocks[0].rows[1][:2]
    assert {1, 2} == {label.place.page, number.place.page}


def test_a_table_of_which_nothing_is_left_goes():
    """Where the cut row was all of the table on the second page, that table is gone."""
    assert [[["甲", "1"]]] == read_texts(table([["甲", ""]], top=60), table([["", "1"]]))


def test_a_group_label_beside_a_cut_row_loses_a_row():
    """A cell that spans the rows after the cut has one row fewer when the cut row is put together."""
    above = ruled([50, 150, 250, 350], [80, 60]) + text(60, 66, "组") + text(160, 66, "甲")
    lines = b"50 500 m 350 500 l S 150 480 m 350 480 l S 50 460 m 350 460 l S\n"
    lines += b"50 500 m 50 460 l S 150 500 m 150 460 l S 250 500 m 250 460 l S 350 500 m 350 460 l S\n"
    below = lines + text(260, 486, "1") + text(160, 466, "乙") + text(260, 466, "2")
    spanned = b"50 100 m 350 100 l S 150 80 m 350 80 l S 50 60 m 350 60 l S 50 100 m 50 60 l S 150 100 m 150 60 l S\n"
    spanned += b"250 100 m 250 60 l S 350 100 m 350 60 l S\n" + text(60, 76, "组") + text(160, 66, "甲")
    spanned += text(160, 86, "丁") + text(260, 86, "0")
    assert [["组", "甲", ""]] == texts(read(above, below).blocks[0])
    first, second = read(spanned, below).blocks
    assert [["组", "丁", "0"], ["甲", "1"]] == texts(first)
    assert [["", "乙", "2"]] == texts(second)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ([["甲", ""]], [["乙", "2"]]),
        ([["甲", "1"]], [["乙", ""]]),
        ([["甲", "1"]], [["", ""], ["乙", "2"]]),
        ([["甲", ""]], [["", "1", "2"]]),
    ],
)
def test_rows_that_may_be_two_are_left_alone(upper, lower):
    """What is not beyond doubt one row stays two: no number ever moves beside another label."""
    document = read(table(upper, top=60), table(lower))
    assert [upper, lower] == [texts(block) for block in document.blocks]


def test_a_row_is_not_put_together_over_text():
    """Text between two tables parts them, the number of a page does not."""
    foot = text(190, 20, "- 1 -"), text(190, 20, "- 2 -")
    upper, lower = table([["甲", ""]], top=60), table([["", "1"]])
    assert [[["甲", ""]], "注：", [["", "1"]]] == read_texts(upper, text(50, 550, "注：") + lower)
    assert [[["甲", "1"]], "- 1 -", "- 2 -"] == read_texts(upper + foot[0], lower + foot[1])


# --- lines and paragraphs ---------------------------------------------------------------------------------------------

FULL = "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸"


def prose(*lines, font="A"):
    """Lines of prose from the top; a line that begins with a space is indented by two characters."""
    return b"".join(
        text(70 if line[0] == " " else 50, 560 - 20 * n, line.strip(), font=font) for n, line in enumerate(lines)
    )


def test_wrapped_lines_are_one_paragraph():
    """A line that reaches the margin goes on in the next, unless that is indented."""
    lines = [" " + FULL[2:], FULL, "尾。", " " + FULL[2:], "完。"]
    document = read(prose(*lines))
    assert [FULL[2:] + FULL + "尾。", FULL[2:] + "完。"] == [block.text for block in document.blocks]
    assert [Place(page=1, line=1), Place(page=1, line=4)] == [block.place for block in document.blocks]


def test_a_heading_is_not_glued_to_prose():
    """A line of another font or size is a paragraph of its own, even where it reaches the margin."""
    heading = text(50, 560, FULL, font="B") + text(50, 540, FULL) + text(50, 520, "尾。")
    large = text(50, 560, FULL[:20], size=15) + text(50, 540, FULL) + text(50, 520, "尾。")
    assert [FULL, FULL + "尾。"] == read_texts(heading)
    assert [FULL[:20], FULL + "尾。"] == read_texts(large)


def test_a_paragraph_goes_on_over_the_page():
    """The foot of a page stands behind the paragraph it interrupts; a gap on the page ends it."""
    first = prose(" " + FULL[2:], FULL) + text(190, 20, "- 1 -")
    second = prose(FULL, "尾。") + text(50, 460, FULL) + text(190, 20, "- 2 -")
    assert [FULL[2:] + FULL + FULL + "尾。", "- 1 -", FULL, "- 2 -"] == read_texts(first, second)


def test_words_and_numbers_go_on_as_they_are_written():
    """Latin words on two lines are parted; a number that a table page wraps in prose is not."""
    lines = prose(FULL[:29] + "ab", "cd" + FULL[:28] + "20", "21年。")
    assert [FULL[:29] + "ab cd" + FULL[:28] + "2021年。", [["甲", "1"]]] == read_texts(lines + table([["甲", "1"]]))


def test_gaps_become_spaces_and_doubled_letters_one():
    """A wide gap between characters is a space, a narrow one only between words; bold by double print is one."""
    line = text(50, 500, "甲") + text(62, 500, "乙") + text(90, 500, "1") + text(99, 500, "2") + text(50.5, 500, "甲")
    assert ["甲乙 1 2", "甲 乙"] == read_texts(line + text(50, 400, " 甲 乙") + text(50, 300, " "))


def test_text_off_the_page_is_not_there():
    """What lies outside the page is not seen and not read."""
    assert ["甲"] == read_texts(text(50, 500, "甲") + text(500, 500, "乙") + text(50, 700, "丙"))


def test_a_form_on_the_page_is_read():
    """Text that is drawn as a reusable form stands on the page like any other."""
    assert ["表格里"] == read_texts(b"/F Do\n")


def test_look_alike_radicals_become_characters():
    """Browsers put radicals for characters that look like them."""
    assert ["人民政府门户"] == [pdf_sheets._plain("⼈") + pdf_sheets._plain("⺠") + "政府门" + pdf_sheets._plain("⼾")]


def test_text_without_tables_is_flat():
    """Without ruled tables the recogniser has to find the rows: lines that end in a number stay lines."""
    document = read(prose("规章" + " " * 56 + "0", "行政规范性文件 0 0 0"))
    assert document.flat
    assert 2 == len(document.blocks)


def test_bare_page_numbers_are_left_out_and_told():
    """A number alone at the foot of several pages would pass for one of a table."""
    document = read(*(text(50, 500, "正文") + text(190, 20, str(n)) for n in (4, 5)))
    assert ["正文", "正文"] == [block.text for block in document.blocks]
    assert ("有 2 页的页码只是一个数，未收入年报",) == document.notes


def test_numbers_that_do_not_count_pages_stay():
    """A number that does not go up with the pages is no page number."""
    assert ["甲", "7", "乙", "7"] == read_texts(
        text(50, 500, "甲") + text(190, 20, "7"), text(70, 500, "乙") + text(190, 20, "7")
    )


# --- what is told -----------------------------------------------------------------------------------------------------


def test_what_is_not_read_is_told():
    """Pictures, scanned pages, annotations and hidden text are named with their page."""
    notes = b"/Annots[<</Subtype/Stamp>><</Subtype/Link>>]"
    document = read(b"/P Do\n" + text(50, 500, "甲"), b"/P Do\n", b"3 Tr\n" + text(50, 500, "乙"), page=notes)
    expected = (
        "第1页有 1 幅图片，未收入年报",
        "第1页有 1 处批注、印章或表单域，未收入年报",
        "第2页是扫描件或图片，没有文字层，没有读；请先做文字识别（OCR）",
        "第2页有 1 处批注、印章或表单域，未收入年报",
        "第3页有 1 处批注、印章或表单域，未收入年报",
        "第3页有看不见的文字，多是文字识别（OCR）所得；请与图像核对",
    )
    assert expected == document.notes


def test_characters_without_a_code_are_told():
    """A few characters that no table gives a meaning are marked; if most are, the file is refused."""
    fonts = [font(), font(b"STHei", codes=b"Identity")]
    document = read(text(50, 500, "甲乙丙") + text(90, 500, "丁", font="B"), fonts=fonts)
    assert "甲乙丙\ufffd" == document.blocks[0].text
    assert ("第1页有 1 个字符没有编码，读作“\ufffd”；请核对",) == document.notes
    with pytest.raises(ReadError, match="编码对照表"):
        read(text(50, 500, "甲乙", font="B"), fonts=fonts)


def test_a_table_of_codes_is_used():
    """A font that says which code is which character is read by that."""
    codes = stream(b"begincmap 1 beginbfchar <7532> <4E59> endbfchar endcmap")
    fonts = [font(codes=b"Identity", more=b"/ToUnicode 10 0 R")] * 2
    assert "乙" == read(text(50, 500, "甲"), fonts=fonts, more=[codes]).blocks[0].text


# --- what is refused --------------------------------------------------------------------------------------------------

SCAN = document_of(b"/P Do\n")
EMPTY = document_of(b"")
LOCK = b"<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>" % (b"a" * 32, b"b" * 32)
WORDS = text(50, 500, "甲")


def bomb(content, **more):
    """A PDF whose only page is a packed *content*."""
    return document_of(zlib.compress(content, 9), entries=FLATE, **more)


def with_font(widths, codes=b""):
    """A PDF with a font of these widths and codes."""
    face = font(widths=widths, more=b"/ToUnicode 10 0 R")
    return document_of(WORDS, fonts=[face, face], more=[stream(b"begincmap " + codes + b" endcmap")])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (SCAN, "扫描件或图片，没有文字，请先做文字识别"),
        (EMPTY, "现没有文字"),
        (file_of([b"<</Type/Catalog>>", LOCK], b"/Encrypt 2 0 R/ID[(a)(b)]"), "加密"),
        (file_of([b"1 0 R"]), "复杂"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "损坏"),
        (b"%PDF-1.7\n1 0 obj\n" + b"[" * 9999 + b"\nstartxref\n9\n%%EOF", "损坏"),
        (document_of(WORDS)[:-600], "损坏"),
        (document_of(WORDS, count=2), "损坏"),
        (document_of(WORDS).replace(b"/Contents 41 0 R", b"/Contents 99 0 R"), "损坏"),
        (document_of(WORDS, WORDS).replace(b"/Kids[40 0 R 42 0 R]", b"/Kids[ 2 0 R  2 0 R]"), "损坏"),
        (document_of(*[b""] * 301), "300 页"),
        (document_of(zlib.compress(WORDS)[:-6], entries=FLATE), "损坏"),
        (document_of(b"\x80", entries=b"/Filter/LZWDecode"), "LZWDecode"),
        (document_of(b"abc", entries=FLATE + b"/DecodeParms<</Predictor 12/Columns 99999999>>"), "损坏"),
        (document_of(zlib.compress(b"abc"), entries=FLATE + b"/DecodeParms<</Predictor 12/Columns 99>>"), "损坏"),
        (bomb(b"\0" * 50_000_000), "复杂"),
        (bomb(b"0 0 m 9 9 l S\n" * 500_000), "复杂"),
        (with_font(b"0 2000000000 5"), "复杂"),
        (with_font(b"", b"1 beginbfrange <00000000> <ffffffff> <0000> endbfrange"), "复杂"),
    ],
)
def test_what_is_no_sound_pdf_is_refused(data, words):
    """Scans, locks, damage, loops and bombs end in an error that says what to do."""
    with pytest.raises(ReadError, match=words):
        pdf.read(data)


@pytest.mark.parametrize(
    ("entries", "packed"),
    [
        (b"/Filter[/ASCIIHexDecode/FlateDecode]", zlib.compress(WORDS).hex().encode() + b">"),
        (b"/Filter/ASCII85Decode", b'<~87cURD]i,"Ebo80~>'),
        (FLATE + b"/DecodeParms<</Predictor 12/Columns %d>>" % len(WORDS), zlib.compress(b"\0" + WORDS)),
        (FLATE + b"/DecodeParms<</Predictor 1>>", zlib.compress(WORDS)),
    ],
)
def test_the_usual_packings_are_unpacked(entries, packed):
    """Text packed as programs do is read."""
    content = text(50, 400, "乙")
    (plain,) = (block.text for block in pdf.read(document_of(content)).blocks)
    assert "乙" == plain
    data = document_of(packed, entries=entries)
    if b"85" in entries:
        with pytest.raises(ReadError, match="没有文字"):
            pdf.read(data)
    else:
        assert "甲" == pdf.read(data).blocks[0].text


def test_a_missing_library_is_named(monkeypatch):
    """Without the extra the reader says what to install."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "pdfminer"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(GovDisclosureError, match=r"govdisclosure\[pdf\]"):
        pdf.read(document_of(WORDS))


SOUND = document_of(table([["甲", "1"], ["乙", "2"]]) + prose(FULL, "尾。"))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=20))
def test_damaged_bytes_end_in_a_document_or_a_refusal(changes):
    """Whatever bytes are changed, nothing but a refusal is raised."""
    data = bytearray(SOUND)
    for at, byte in changes:
        data[at] = byte
    try:
        document = pdf.read(bytes(data))
    except ReadError:
        return
    assert document.blocks


# --- reports ----------------------------------------------------------------------------------------------------------


def numbers(report):
    """Every number of a report under its path."""
    return {cell.path: cell.value for cell in gd.cells(report)}


def test_a_published_report_is_read_whole(corpus):
    """Every number of the report of Hongze is read, and each knows its page."""
    reading = recognise(pdf.read((corpus / "raw" / "003-hongze-2023.pdf").read_bytes()))
    expected = numbers_of(truth_of(corpus / "raw" / "003-hongze-2023.pdf"))
    found = read_of(reading.report)
    assert expected == {path: found[path] for path in expected}
    pages = {reading.place_of(path).page for path, value in numbers(reading.report).items() if value is not None}
    assert {2, 3, 4} == pages


def test_reports_printed_by_an_office_are_read_back(office, corpus, tmp_path):
    """Reports on both editions, printed as PDF, are read with the same number in every cell."""
    first = gd.load(corpus / "raw" / "001-wanzhou-guocun-2021.txt")
    reports = {"new": first, "old": gd.migrate(first, gd.Edition.V2019).report, "filled": filled(first)}
    for name, report in reports.items():
        gd.dump(report, tmp_path / f"{name}.docx")
    office("pdf", tmp_path, *(tmp_path / f"{name}.docx" for name in reports))
    for name, report in reports.items():
        reading = recognise(pdf.read((tmp_path / f"{name}.pdf").read_bytes()))
        assert numbers(report) == numbers(reading.report)
        assert all(reading.place_of(path).page for path, value in numbers(report).items() if value is not None)


def filled(report):
    """The report with a number of its own in each cell of table three, and prose that moves it over a page break."""
    paragraphs = [Paragraph(FULL * 4)] * 12
    lead = attrs.evolve(report.requests, lead=paragraphs)
    counts = iter(range(1, 999))

    def fill(part):
        names = [each.name for each in attrs.fields(type(part)) if each.name in fields_of(type(part))]
        values = {name: getattr(part, name) for name in names}
        new = {name: fill(v) if fields_of(type(v)) else next(counts) for name, v in values.items()}
        return attrs.evolve(part, **new)

    return attrs.evolve(report, requests=fill(lead))
