"""Each hostile file is refused by name, with its place and a way out, and costs little."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from mainstay.exchange.tables import Limits, read_table

from .samples import HEADER, WORKERS, codes, csv_of, refused, repacked, staged, workbook

HEAD = HEADER.split(",")
SHEET_PART = "xl/worksheets/sheet1.xml"


def read(content: bytes, name: str = "workers.xlsx", limits: Limits | None = None) -> object:
    return read_table(content, name, WORKERS, limits or Limits())


def test_two_hundred_megabytes_are_refused_before_a_byte_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    error = refused(lambda: read_table(path, path.name, WORKERS))
    assert error.code == "file_too_large"
    assert error.facts["size_mb"] == 200.0
    assert "Split it" in str(error)


def test_an_upload_that_says_its_size_is_never_opened() -> None:
    class Upload:
        size = 200 * 2**20

        def read(self, _count: int) -> bytes:
            raise AssertionError("it was read")

    assert refused(lambda: read_table(Upload(), "a.csv", WORKERS)).code == "file_too_large"  # type: ignore[arg-type]


def test_a_stream_without_size_is_read_no_further_than_the_limit() -> None:
    stream = io.BytesIO(b"x" * 2_000)
    assert refused(lambda: read_table(stream, "a.csv", WORKERS, Limits(size=1_000))).code == "file_too_large"
    assert stream.tell() == 1_001


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty_file"),
        ("a.csv", b"\xef\xbb\xbf \r\n", "empty_file"),
        ("a.csv", b"%PDF-1.7 worker", "content_not_as_named"),
        ("a.xlsx", b"worker,name\n", "content_not_as_named"),
        ("a.xls", b"<html><table>", "content_not_as_named"),
        ("a.csv", b'{"worker": 1}', "content_not_as_named"),
        ("a.csv", b"\x89PNG\r\n\x1a\n", "content_not_as_named"),
        ("a.exe", b"worker,name\n", "unknown_extension"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_workbook"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted_workbook",
        ),
    ],
)
def test_a_file_is_known_by_its_content_and_not_by_its_name(name: str, content: bytes, code: str) -> None:
    assert refused(lambda: read(content, name)).code == code


def test_a_workbook_named_csv_is_told_its_right_name() -> None:
    error = refused(lambda: read(workbook([HEAD]), "workers.csv"))
    assert error.code == "content_not_as_named"
    assert ".xlsx" in str(error)


def test_a_document_or_zip_named_xlsx_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(lambda: read(out.getvalue())).code == "content_not_as_named"


@pytest.mark.parametrize("length", [200, 2_000, 4_000])
def test_a_workbook_cut_off_in_transfer_is_damaged(length: int) -> None:
    content = workbook([HEAD, *[["W1", "Amina"]] * 50])
    error = refused(lambda: read(content[:length]))
    assert error.code in {"damaged_workbook", "content_not_as_named"}


def test_a_workbook_with_scrambled_bytes_is_damaged() -> None:
    content = bytearray(workbook([HEAD, *[[f"W{i}", "Amina"] for i in range(400)]]))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        at = archive.getinfo(SHEET_PART).header_offset + 80
    content[at : at + 40] = b"\xff" * 40
    assert refused(lambda: read(bytes(content))).code == "damaged_workbook"


def test_a_zip_bomb_is_known_by_its_ratio() -> None:
    bomb = repacked(workbook([HEAD]), lambda _name, part: part, **{"xl/media/a.bin": b"\0" * (30 * 2**20)})
    assert len(bomb) < 100_000
    assert refused(lambda: read(bomb)).code == "zip_bomb"


def test_a_zip_bomb_is_known_by_its_claimed_size() -> None:
    content = repacked(workbook([HEAD]), lambda _name, part: part, **{"xl/a.bin": b"\0" * 3_000_000})
    error = refused(lambda: read(content, limits=Limits(unpacked=2_000_000)))
    assert error.code == "zip_bomb"
    assert error.facts["limit_mb"] == 1


def test_a_zip_bomb_that_lies_about_its_size_is_caught_while_unpacking() -> None:
    content = bytearray(
        repacked(workbook([HEAD]), lambda _name, part: part, **{"xl/media/lie.bin": b"\0" * 5_000_000})
    )
    at = content.rfind(b"xl/media/lie.bin") - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<L", content, at + 24, 1_000)
    error = refused(lambda: read(bytes(content)))
    assert error.code == "zip_bomb"
    assert error.facts["part"] == "xl/media/lie.bin"


def test_entries_that_share_their_bytes_are_a_bomb() -> None:
    content = bytearray(repacked(workbook([HEAD]), lambda _name, part: part, **{"xl/z.bin": b"ab" * 900}))
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    offset = struct.unpack_from("<L", content, first + 42)[0]
    struct.pack_into("<L", content, second + 42, offset)
    assert refused(lambda: read(bytes(content))).code == "zip_bomb"


def test_thousands_of_entries_are_a_bomb() -> None:
    more = {f"xl/{i}.bin": b"" for i in range(2_001)}
    assert refused(lambda: read(repacked(workbook([HEAD]), lambda _n, part: part, **more))).code == "zip_bomb"


@pytest.mark.parametrize("name", ["xl/media/inner.zip", "xl/media/picture.png"])
def test_an_archive_inside_the_archive_is_refused_whatever_its_name(name: str) -> None:
    bomb = repacked(workbook([HEAD]), lambda _n, part: part, **{name: workbook([HEAD])})
    assert refused(lambda: read(bomb)).code == "zip_bomb"


@pytest.mark.parametrize(
    "part",
    [
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/connections.xml",
        "xl/activeX/activeX1.xml",
    ],
)
def test_macros_links_and_embedded_files_are_refused_by_name(part: str) -> None:
    content = repacked(workbook([HEAD]), lambda _n, old: old, **{part: b"x"})
    error = refused(lambda: read(content, "workers.xlsm"))
    assert error.code == "active_content"
    assert error.facts["part"] == part


@pytest.mark.parametrize("where", [SHEET_PART, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_xml_entities_are_refused_wherever_they_stand(where: str) -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'

    def add(name: str, part: bytes) -> bytes:
        return part.replace(b"?>", b"?>" + laughs, 1) if name == where else part

    assert refused(lambda: read(repacked(workbook([HEAD, ["W1"]]), add))).code == "xml_entities"


def test_xml_in_utf16_cannot_hide_entities() -> None:
    def hide(name: str, part: bytes) -> bytes:
        return part.decode().encode("utf-16") if name == SHEET_PART else part

    assert refused(lambda: read(repacked(workbook([HEAD, ["W1"]]), hide))).code == "xml_entities"


def test_an_encrypted_entry_is_refused() -> None:
    content = bytearray(workbook([HEAD]))
    at = content.find(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 1)
    assert refused(lambda: read(bytes(content))).code == "encrypted_workbook"


def test_one_cell_far_out_does_not_fill_the_memory() -> None:
    content = workbook([HEAD, ["W1", "Amina"]], lambda _book, page: page.write(1_048_575, 16_383, "x"))
    error = refused(lambda: read(content))
    assert error.code == "sheet_too_wide"
    assert (error.facts["column"], error.facts["row"]) == ("XFD", 1_048_576)


def test_a_million_formatted_empty_rows_cost_nothing() -> None:
    def colour(book: object, page: object) -> None:
        grey = book.add_format({"bg_color": "#eeeeee"})  # type: ignore[attr-defined]
        for row in range(2, 20_000):
            page.write_blank(row, 0, None, grey)  # type: ignore[attr-defined]
        page.write_blank(1_048_575, 300, None, grey)  # type: ignore[attr-defined]

    table = read_table(workbook([HEAD, ["W1", "Amina"]], colour), "w.xlsx", WORKERS)
    assert [row.values["worker"] for row in table.rows] == ["W1"]


def test_a_nul_byte_is_named_by_position_and_row() -> None:
    error = refused(lambda: staged("W1,Ami\0na"))
    assert error.code == "nul_byte"
    assert error.facts["row"] == 2
    assert error.facts["position"] == csv_of("W1,Ami\0na").index(b"\0") + 1


def test_broken_encoding_is_named_by_byte_row_and_remedy() -> None:
    content = csv_of("W1,Amina") + "W2,José,,\r\n".encode("cp1252")
    error = refused(lambda: read_table(content, "w.csv", WORKERS))
    assert error.code == "encoding_not_utf8"
    assert error.facts["row"] == 3
    assert error.facts["position"] == content.index(b"\xe9") + 1
    assert error.facts["looks_like"] == "cp1252"
    assert "José" in error.facts["around"]
    assert "CSV UTF-8" in str(error)
    assert [problem.row for problem in error.problems] == [3]


def test_an_arabic_code_page_is_recognised() -> None:
    content = HEADER.encode() + "\r\nW1,عمر أحمد خالد المصري\r\n".encode("cp1256")
    assert refused(lambda: read_table(content, "w.csv", WORKERS)).facts["looks_like"] == "cp1256"


def test_a_broken_byte_after_the_mark_is_counted_from_the_start_of_the_file() -> None:
    content = b"\xef\xbb\xbf" + HEADER.encode() + b"\r\nW1,\xff\r\n"
    assert (
        refused(lambda: read_table(content, "w.csv", WORKERS)).facts["position"] == content.index(b"\xff") + 1
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_of_excel_is_refused_with_the_remedy(encoding: str) -> None:
    content = csv_of("W1,Amina").decode().encode(encoding)
    error = refused(lambda: read_table(content, "w.csv", WORKERS))
    assert error.code == "encoding_utf16"
    assert "CSV UTF-8" in str(error)


def test_text_that_was_garbled_before_is_told() -> None:
    table = staged("W1,JosÃ©,,,,,,", "W2,Jos\ufffd,,,,,,")
    assert codes(table) == [(2, "name", "garbled_text"), (3, "name", "garbled_text")]


def test_a_control_character_is_named() -> None:
    table = staged("W1,Ami\x07na,,,,,,")
    assert codes(table) == [(2, "name", "control_character")]
    assert table.problems[0].reason.facts["code"] == "0007"


def test_direction_marks_cannot_disguise_a_text() -> None:
    assert staged("W1,\u202eAmina\u202c,,,,,,").rows[0].values["name"] == "Amina"


def test_a_quotation_mark_that_is_never_closed_is_found() -> None:
    error = refused(lambda: staged('W1,"Amina,,,,,,', "W2,Omar,,,,,,"))
    assert error.code == "broken_row"
    assert error.facts["row"] == 2


def test_a_cell_of_megabytes_is_refused() -> None:
    assert refused(lambda: staged("W1," + "a" * 200_000 + ",,,,,,")).code == "cell_too_long"
    assert codes(staged("W1," + "a" * 40_000 + ",,,,,,")) == [(2, "name", "too_long")]


def test_more_rows_than_the_limit_are_refused() -> None:
    content = csv_of(*[f"W{i},,,,,,," for i in range(12)])
    error = refused(lambda: read_table(content, "w.csv", WORKERS, Limits(rows=10)))
    assert error.code == "too_many_rows"


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)"]
)
def test_a_formula_in_csv_is_refused_and_named(text: str) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    table = staged(f"W1,{quoted},,,,,,", f"W2,,,,{quoted},,,")
    assert codes(table) == [(2, "name", "formula"), (3, "days", "formula")]
    assert "never evaluated" in str(table.problems[0])


def test_a_tab_before_a_formula_does_not_hide_it() -> None:
    assert codes(staged('W1,"\t=1+1",,,,,,')) == [(2, "name", "formula")]


def test_a_formula_in_a_workbook_is_refused_and_its_value_not_taken() -> None:
    def add(_book: object, page: object) -> None:
        page.write_formula(1, 1, "=1+1", None, "Amina")  # type: ignore[attr-defined]
        page.write_formula(2, 4, "=SUM(A1:A2)", None, 4)  # type: ignore[attr-defined]

    table = read_table(workbook([HEAD, ["W1"], ["W2"]], add), "w.xlsx", WORKERS)
    assert codes(table) == [(2, "name", "formula"), (3, "days", "formula")]
    assert [row.values["name"] for row in table.rows] == [None, None]
    assert table.problems[0].reason.facts["cell"] == "B2"


def test_a_formula_in_a_column_that_is_not_read_stops_nobody() -> None:
    content = workbook(
        [["worker", "my sum"], ["W1", ""]], lambda _book, page: page.write_formula(1, 1, "=1+1", None, 2)
    )
    table = read_table(content, "w.xlsx", WORKERS)
    assert codes(table) == []
    assert table.unknown == ("my sum",)


def test_an_error_of_the_spreadsheet_is_not_an_empty_cell() -> None:
    def pasted(name: str, part: bytes) -> bytes:
        return part.replace(b'<c r="B2"', b'<c r="B2" t="e"') if name == SHEET_PART else part

    content = repacked(workbook([HEAD, ["W1", 7777]]), pasted)
    content = repacked(content, lambda _n, part: part.replace(b"<v>7777</v>", b"<v>#REF!</v>"))
    assert codes(read_table(content, "w.xlsx", WORKERS)) == [(2, "name", "error_value")]


def test_negative_numbers_and_telephone_numbers_are_no_formulas() -> None:
    table = staged("W1,Amina,,,3,12.5,yes,+962 79 123 4567")
    assert codes(table) == []
    assert table.rows[0].values["phone"] == "+962791234567"
    assert codes(staged("W1,Amina,,,-3,,,")) == [(2, "days", "below_minimum")]


def test_merged_cells_are_named_by_their_area() -> None:
    content = workbook([HEAD, ["W1"]], lambda _book, page: page.merge_range(2, 0, 3, 1, "W2"))
    table = read_table(content, "w.xlsx", WORKERS)
    merged = [problem for problem in table.problems if problem.reason.code == "merged_cells"]
    assert [problem.reason.facts["area"] for problem in merged] == ["A3:B4"]
    assert merged[0].row == 3


def test_a_merged_title_above_the_header_is_harmless() -> None:
    content = workbook(
        [["", ""], HEAD, ["W1", "Amina"]], lambda _book, page: page.merge_range(0, 0, 0, 3, "Workers of May")
    )
    table = read_table(content, "w.xlsx", WORKERS)
    assert codes(table) == []
    assert table.header_row == 2
