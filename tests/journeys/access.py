"""Whether people with disabilities can use a page: axe-core with the rules of WCAG 2.2 AA, in light and dark."""

from pathlib import Path

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
LOOK = """async (rules) => {
  const found = await axe.run(document, rules);
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} · ${node.failureSummary}`));
}"""


def faults(page):
    """Return what shuts somebody out of the page that is open, in the light and in the dark scheme."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE)
        found += [f"{page.url} ({scheme}) {fault}" for fault in page.evaluate(LOOK, RULES)]
    page.emulate_media(color_scheme="light")
    return found


class Visited:
    """The pages that a journey opens, each kind once, to be looked at when it ends."""

    def __init__(self, page):
        self.page = page
        self.addresses = {}
        page.on("response", self._note)

    def _note(self, answer):
        if (
            answer.request.resource_type != "document"
            or answer.request.method != "GET"
            or answer.status != 200
        ):
            return
        from urllib.parse import urlsplit

        from django.urls import Resolver404, resolve

        try:
            name = resolve(urlsplit(answer.url).path).url_name
        except Resolver404:
            return
        self.addresses.setdefault(name, answer.url)

    def faults(self):
        """Return the faults of every kind of page that was opened."""
        found = []
        for address in list(self.addresses.values()):
            answer = self.page.goto(address)
            if answer is not None and answer.status == 200:
                found += faults(self.page)
        return found
