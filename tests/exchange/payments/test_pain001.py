"""A payment file is valid, exact and readable by every bank; a test file can pay nobody."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mainstay.common.errors import BadInput
from mainstay.exchange.payments import (
    Account,
    Agent,
    Batch,
    Message,
    Party,
    Payment,
    swift_text,
    to_latin,
    validate_pain001,
    why_not_iban,
    write_pain001,
)

# Examples of the IBAN registry (SWIFT, release 97): Jordan, United Kingdom, Norway.
REGISTRY = ("JO94CBJO0010000000000131000302", "GB29NWBK60161331926819", "NO9386011117947")
P = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"
OFFICE = Party("Bureau «Emploi» de l'OIT", "JO", "MS-OFFICE-1")
BANK = Agent(bic="CBJOJOAX")


def payment(number: int, amount: str = "120.500", **other: object) -> Payment:
    given = Payment(
        f"MS-PAY-{number}",
        Party("عمر Núñez", "JO"),
        Account(REGISTRY[0]),
        Decimal(amount),
        "JOD",
        BANK,
        "Wages",
    )
    return replace(given, **other)  # type: ignore[arg-type]


def message(*payments: Payment, test: bool = False) -> Message:
    batch = Batch("B-32", OFFICE, Account(REGISTRY[0]), BANK, dt.date(2026, 8, 12), payments)
    return Message("MS-32", dt.datetime(2026, 8, 11, 9, 30, tzinfo=dt.UTC), OFFICE, [batch], test)


def written(path: Path, given: Message) -> etree._ElementTree:
    write_pain001(given, to=path)
    assert validate_pain001(path) == []
    return etree.parse(str(path))


def problems_of(given: Message) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(BadInput) as caught:
        write_pain001(given, to=io.BytesIO())
    return [(problem.row, problem.field, problem.reason.code) for problem in caught.value.problems]


def test_a_file_of_all_kinds_of_account_is_valid_by_the_official_schema(tmp_path: Path) -> None:
    wallet = Account("+962 79 123 4567", "wallet", "Zain Cash")
    local = Account("0013-77/45", "account")
    tree = written(
        tmp_path / "p.xml",
        message(
            payment(1),
            payment(2, account=wallet, agent=None),
            payment(3, account=local, agent=Agent(name="Banque du Sahel")),
            payment(4, currency="KMF", amount=Decimal(15000), agent=Agent(member="00123")),
        ),
    )
    assert [e.text for e in tree.iter(f"{P}InstdAmt")] == ["120.500", "120.500", "120.500", "15000"]
    assert tree.findtext(f".//{P}Prxy/{P}Id") == "+962791234567"
    assert tree.findtext(f".//{P}Prxy/{P}Tp/{P}Cd") == "TELE"
    assert {e.text for e in tree.iter(f"{P}ChrgBr")} == {"DEBT"}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=40))
def test_count_and_control_sum_are_exact(minor: list[int]) -> None:
    amounts = [Decimal(each).scaleb(-3) for each in minor]
    out = io.BytesIO()
    given = message(*[payment(at, amount=amount) for at, amount in enumerate(amounts)])
    assert write_pain001(given, to=out) == (len(minor), sum(amounts))
    root = etree.fromstring(out.getvalue())
    assert {int(e.text or "") for e in root.iter(f"{P}NbOfTxs")} == {len(minor)}
    assert {Decimal(e.text or "") for e in root.iter(f"{P}CtrlSum")} == {sum(amounts)}


def test_a_test_file_pays_nobody(tmp_path: Path) -> None:
    tree = written(tmp_path / "t.xml", message(payment(1), payment(2), test=True))
    for name in ("MsgId", "PmtInfId", "EndToEndId"):
        assert all((e.text or "").startswith("TEST-") for e in tree.iter(f"{P}{name}"))
    accounts = [e.text or "" for e in tree.iter(f"{P}IBAN")]
    assert len(accounts) == len(set(accounts)) == 3
    assert all(why_not_iban(account) is not None for account in accounts)
    assert {e.text for e in tree.iter(f"{P}BICFI")} == {"TESTXX00"}
    assert REGISTRY[0] not in (tmp_path / "t.xml").read_text()


def test_a_test_file_hides_wallets_and_local_accounts_too(tmp_path: Path) -> None:
    wallet = payment(1, account=Account("+962791234567", "wallet"))
    local = payment(2, account=Account("0013-77", "account"))
    written(tmp_path / "t.xml", message(wallet, local, test=True))
    text = (tmp_path / "t.xml").read_text()
    assert "791234567" not in text
    assert "0013-77" not in text


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"amount": Decimal(0)}, "amount", "amount_not_positive"),
        ({"amount": Decimal(-1)}, "amount", "amount_not_positive"),
        ({"amount": Decimal("NaN")}, "amount", "amount_not_positive"),
        ({"amount": Decimal("1.0005")}, "amount", "too_many_decimals"),
        ({"amount": Decimal("1.5"), "currency": "KMF"}, "amount", "too_many_decimals"),
        ({"currency": "jod"}, "currency", "not_a_currency"),
        ({"payee": Party("…")}, "payee", "name_without_latin_form"),
        ({"account": Account("")}, "account", "account_missing"),
        ({"account": Account("JO95CBJO0010000000000131000302")}, "account", "iban_check_digits"),
        ({"account": Account("12345")}, "account", "iban_form"),
        ({"reference": "x" * 36}, "reference", "reference_not_writable"),
    ],
)
def test_what_a_bank_would_refuse_is_refused_with_row_and_field(
    change: dict[str, object], field: str, code: str
) -> None:
    assert problems_of(message(payment(1), payment(2, **change))) == [(2, field, code)]


def test_two_payments_cannot_share_a_reference() -> None:
    assert problems_of(message(payment(1), payment(1))) == [(2, "reference", "duplicate_reference")]


def test_nothing_is_written_when_a_payment_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.xml"
    with pytest.raises(BadInput):
        write_pain001(message(payment(1, amount=Decimal(0))), to=path)
    assert not path.exists()


def test_an_amount_in_binary_fractions_is_a_fault_of_the_caller() -> None:
    with pytest.raises(TypeError):
        write_pain001(message(replace(payment(1), amount=1.5)), to=io.BytesIO())


@pytest.mark.parametrize("iban", REGISTRY)
def test_the_examples_of_the_registry_are_ibans(iban: str) -> None:
    assert why_not_iban(iban) is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(REGISTRY), st.data())
def test_no_single_wrong_digit_of_an_iban_goes_unseen(iban: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([i for i, letter in enumerate(iban) if letter.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != iban[at]]))
    assert why_not_iban(iban[:at] + other + iban[at + 1 :]) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("محمد الأحمد", "Mhmd Alahmd"),
        ("Владимир", "Vladimir"),
        ("Đỗ Thị Hương", "Do Thi Huong"),
        ("Straße_12; 4 & 5", "Strasse-12, 4 + 5"),
        ("٢٠٢٦", "2026"),
        ("李 Wei", "Wei"),
    ],
)
def test_names_are_written_in_latin_letters(text: str, expected: str) -> None:
    assert to_latin(text) == expected


@given(st.text(max_size=300))
def test_any_text_becomes_one_that_every_bank_reads(text: str) -> None:
    plain = swift_text(text)
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
    assert set(plain) <= allowed
    assert len(plain) <= 140
    assert not plain.startswith("/")
    assert "//" not in plain
    assert plain == swift_text(plain)


def test_the_checker_sees_what_no_schema_knows(tmp_path: Path) -> None:
    path = tmp_path / "p.xml"
    write_pain001(message(payment(1), payment(2)), to=path)
    text = path.read_text()
    broken = {
        "control_sum_differs": text.replace("<CtrlSum>241.000", "<CtrlSum>242.000"),
        "count_differs": text.replace("<NbOfTxs>2", "<NbOfTxs>3"),
        "duplicate_reference": text.replace("MS-PAY-2", "MS-PAY-1"),
        "character": text.replace("Amr Nunez", "Амр"),
        "schema": text.replace("<ChrgBr>DEBT", "<ChrgBr>NONE"),
        "not_xml": text[:-20],
    }
    for code, changed in broken.items():
        assert changed != text
        path.write_text(changed)
        assert code in {problem.reason.code for problem in validate_pain001(path)}


def test_a_file_of_twenty_five_thousand_payments_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "p.xml"
    count, total = write_pain001(message(*[payment(at) for at in range(25_000)]), to=path)
    assert (count, total) == (25_000, Decimal("120.500") * 25_000)
    assert validate_pain001(path) == []
