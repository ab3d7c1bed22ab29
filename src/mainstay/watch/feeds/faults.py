"""What can go wrong between us and a source: each cause with its remedy, in one sentence pair a person can act on."""

from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

#: Cause and remedy by code; the page of a source shows the one that came last.
SENTENCES: dict[str, str] = {
    "not_https": _("The address {address} is not https. Only encrypted addresses are asked; correct the address."),
    "foreign_host": _(
        "The source sent us to {host}, which is none of its own addresses ({hosts}). Nothing was taken from there. If the source has moved, add its new address to the register."
    ),
    "private_address": _(
        "{host} lies inside a private network. Nothing is asked there. Check the name service of this machine."
    ),
    "redirected_in_circles": _(
        "{host} sent us on more than {most} times. Try later, or download by hand and use --from-file."
    ),
    "unreachable": _(
        "{host} cannot be reached ({cause}). Check the network of this machine and try again; or download the file on another machine and use --from-file. What was read before still counts."
    ),
    "source_busy": _(
        "{host} asks us to come back later (status {status}, {wait} seconds). Run the update again then; it goes on where it stopped."
    ),
    "source_broken": _(
        "{host} has a fault of its own (status {status}). Try again later; what was read before still counts."
    ),
    "key_refused": _(
        "{host} refuses us (status {status}). Check the key or the permission for this source in the settings."
    ),
    "not_there": _(
        "{host} no longer has {name} (status {status}). The source has moved it: download by hand and use --from-file, and report the address."
    ),
    "answer_refused": _(
        "{host} did not accept our question for {name} (status {status}). Its rules have changed: download by hand and use --from-file, and report it."
    ),
    "wrong_type": _(
        "{host} answered with {found} where {expected} was asked for; often a page about maintenance or a sign-in. Try again later, or download by hand and use --from-file."
    ),
    "answer_too_large": _(
        "{name} is larger than {most} MB. It was not taken. Download a smaller selection by hand and use --from-file."
    ),
    "answer_empty": _("{host} answered with an empty {name}. Try again later; what was read before still counts."),
    "answer_cut": _(
        "The line to {host} broke off again and again while {name} came in. What has arrived is kept: run the update again, it goes on from there."
    ),
    "no_time_left": _(
        "{name} took longer than {seconds} seconds. What has arrived is kept: run the update again, it goes on from there."
    ),
    "too_many_pages": _(
        "{name} would be answer number {most} and more; no list of a source is that long. Download it by hand and use --from-file, and report it."
    ),
    "already_asked": _("{name} is being asked already, by another update. Wait until that has ended."),
    "pages_moved": _(
        "{source} changed its list while its pages came in ({found} entries of {expected}). Run the update again; nothing was taken."
    ),
    "not_the_form": _(
        "{file} does not have the form that {source} documents: {fault}. Take it from the source again; if it stays so, the source has changed and the connector has to follow."
    ),
    "fault_of_ours": _(
        "The connector of {source} broke on what it was given ({kind}). What came is stored; the log says more. The other sources are not concerned. Report it, with the file if its terms allow."
    ),
    "key_missing": _(
        "{source} is read with your own key only. Set {setting}, or download by hand and use --from-file."
    ),
    "file_only": _(
        "{source} is read from a file that you download yourself. Take it from {address} and use --from-file."
    ),
}  # fmt: skip


def fault(code: str, **facts: Any) -> BadInput:
    """Return the error for a cause, with its remedy."""
    return BadInput(code, SENTENCES[code], **facts)
