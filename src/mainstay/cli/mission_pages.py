"""The reference of what answers each function of the founding documents, made from the product's own data."""

from mainstay.web.selectors.mission import Function, counted, functions, routes

HEAD = """\
# Mission: what is answered, and what not yet

Made by `mainstay docs mission --write`; do not edit. Each of the {all} functions that the founding documents name, with the
pages, acts and tests that answer it: {whole} are answered, {part} in part, {not_yet} not yet. The data is `mission.yaml` of the
playbook; a page, act or test that is no longer there fails the build. Acts are typed as `mainstay … do`, see [acts](acts.md).
"""
WORDS = {"WHOLE": "answered", "PART": "in part", "NOT_YET": "not yet"}


def mission_page() -> str:
    """Return the page, grouped by the founding document and its section."""
    found = functions()
    counts = counted(found)
    lines = [
        HEAD.format(all=len(found), whole=counts["WHOLE"], part=counts["PART"], not_yet=counts["NOT_YET"])
    ]
    seed = ""
    for function in found:
        if function.seed != seed:
            seed = function.seed
            lines += [
                f"\n## Document {seed}\n",
                "| | function | state | pages, acts, tests |",
                "|---|---|---|---|",
            ]
        lines.append(_row(function))
    return "\n".join(lines) + "\n"


def _row(function: Function) -> str:
    answered = [
        *(f"`{routes()[name]}`" for name in function.pages),
        *(f"`{act}`" for act in function.acts),
        *(f"`mainstay {command}`" for command in function.commands),
        *(f"`{test.rpartition('::')[2]}`" for test in function.tests),
    ]
    state = WORDS[function.state] + (f": {function.missing}" if function.missing else "")
    cells = (function.code, f"{function.item}: {function.function}", state, ", ".join(answered) or "–")
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
