"""Synthetic answers on work, search and pay, question by question as the form skips; drawn from the seed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.random import Generator

Shares = Sequence[tuple[str, float]]
#: What people do now, by what the event did to their work.
NOW: dict[str, Shares] = {
    "lost": (("none", 0.66), ("employee", 0.12), ("own_account", 0.17), ("family", 0.05)),
    "reduced_hours": (("employee", 0.5), ("own_account", 0.38), ("employer", 0.04), ("family", 0.08)),
    "unpaid_leave": (("employee", 1.0),),
    "no_change": (("employee", 0.4), ("own_account", 0.33), ("employer", 0.05), ("family", 0.1), ("none", 0.12)),
}  # fmt: skip
HOURS = {"lost": (6, 30), "reduced_hours": (6, 30), "unpaid_leave": (0, 1), "no_change": (30, 57)}
SECTORS = (("A", 0.32), ("F", 0.2), ("G", 0.26), ("C", 0.12), ("H", 0.1))
SOLD = (("only_sale", 0.2), ("mainly_sale", 0.45), ("mainly_own", 0.25), ("only_own", 0.1))
AWAY = (("slack", 0.5), ("disorganisation", 0.3), ("own_illness", 0.1), ("leave", 0.1))
BACK = (("yes", 0.55), ("no", 0.25), ("dont_know", 0.2))
UNITS = (("private", 0.66), ("government", 0.2), ("nonprofit", 0.07), ("household", 0.07))
CONTRACTS = (("permanent", 0.3), ("fixed_term", 0.25), ("short_term", 0.42), ("apprentice", 0.03))
INSURED = (("yes", 0.3), ("no", 0.62), ("dont_know", 0.08))
MEANS = (("friends", 0.4), ("employers", 0.24), ("waited", 0.16), ("service", 0.08), ("business", 0.07), ("only_read", 0.05))  # fmt: skip
LEARNING = (("no", 0.83), ("school", 0.12), ("training", 0.05))
PAID_DAYS = (("1", 0.4), ("6", 0.25), ("26", 0.35))


def work(draw: "Generator", row: dict[str, Any], *, wage: float) -> dict[str, Any]:
    """Return one person's answers on work from what the event did (`Q_WKR_03`); `wage` is pay for a usual day."""
    change = str(row["Q_WKR_03"])
    status = chosen(draw, NOW[change])
    low, high = HOURS[change]
    told: dict[str, Any] = {"Q_WKR_02_status": status}
    own_use = False
    if status != "none":
        told |= {"Q_WKR_02_isic": chosen(draw, SECTORS), "Q_WKR_02_hours": int(draw.integers(low, high))}
        told |= _job(draw, told, women=row["RESP_SEX"] == "F", wage=wage)
        own_use = told.get("Q_WKR_18") in {"mainly_own", "only_own"}
    jobless = status == "none" or told["Q_WKR_02_hours"] == 0 or own_use
    told["Q_WKR_05"] = _days(draw, jobless=jobless)
    told |= _search(draw) if jobless else {}
    told |= {"Q_WKR_39": chosen(draw, LEARNING)} if row["RESP_AGE"] <= 29 else {}
    return told


def chosen(draw: "Generator", shares: Shares) -> str:
    """Return one of the answers, as likely as its share."""
    return shares[int(draw.choice(len(shares), p=[share for _code, share in shares]))][0]


def _yes(draw: "Generator", share: float) -> str:
    return "yes" if draw.random() < share else "no"


def _days(draw: "Generator", *, jobless: bool) -> int:
    if draw.random() < (0.2 if jobless else 0.55):
        return 0
    return int(draw.integers(3, 7)) if jobless else int(draw.integers(1, 4))


def _job(draw: "Generator", told: dict[str, Any], *, women: bool, wage: float) -> dict[str, Any]:
    status, hours = told["Q_WKR_02_status"], told["Q_WKR_02_hours"]
    found: dict[str, Any] = {"Q_WKR_23": max(hours, int(draw.integers(30, 52)))}
    found["Q_WKR_24"] = _yes(draw, 0.6 if hours < 35 else 0.12)
    if found["Q_WKR_24"] == "yes":
        found["Q_WKR_25"] = _yes(draw, 0.85)
    found["Q_WKR_26"] = chosen(draw, UNITS) if status == "employee" else "private"
    if found["Q_WKR_26"] == "private":
        found["Q_WKR_27"] = _yes(draw, 0.5 if status == "employee" else 0.25)
    if told["Q_WKR_02_isic"] == "A" and status != "employee":
        found["Q_WKR_18"] = chosen(draw, SOLD)
    if status in {"own_account", "employer"}:
        found["Q_WKR_28"] = _yes(draw, 0.08)
    if status == "employee":
        found |= _pay(draw, women=women, wage=wage)
    return found | (_absence(draw) if hours == 0 else {})


def _absence(draw: "Generator") -> dict[str, Any]:
    reason = chosen(draw, AWAY)
    tested = {"Q_WKR_20": chosen(draw, BACK), "Q_WKR_21": _yes(draw, 0.2)}
    return {"Q_WKR_19": reason} | (tested if reason in {"slack", "disorganisation"} else {})


def _pay(draw: "Generator", *, women: bool, wage: float) -> dict[str, Any]:
    """Return contract, insurance and the last pay of an employee; women get a tenth less on average."""
    days = int(chosen(draw, PAID_DAYS))
    usual = wage * float(draw.lognormal(0.12 - (0.1 if women else 0.0), 0.3))
    return {
        "Q_WKR_29": chosen(draw, CONTRACTS),
        "Q_WKR_30": chosen(draw, INSURED),
        "Q_WKR_31_amount": round(days * usual, 2),
        "Q_WKR_31_number": days,
        "Q_WKR_32": int(draw.integers(6, 11)),
    }


def _search(draw: "Generator") -> dict[str, Any]:
    found: dict[str, Any] = {"Q_WKR_33": _yes(draw, 0.5)}
    if found["Q_WKR_33"] == "yes":
        found |= {"Q_WKR_34": chosen(draw, MEANS), "Q_WKR_35": int(draw.integers(0, 15))}
    if found["Q_WKR_33"] == "no" or found["Q_WKR_34"] == "only_read":
        found["Q_WKR_36"] = _yes(draw, 0.06)
        starts = {"Q_WKR_37": int(draw.integers(0, 6))}
        found |= starts if found["Q_WKR_36"] == "yes" else {"Q_WKR_38": _yes(draw, 0.6)}
    return found
