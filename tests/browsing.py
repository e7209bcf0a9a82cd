"""A report in a real browser: what it says, what it asks for, and what it has that shuts people out."""

import json
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page: Page) -> list[str]:
    """What breaks a rule of accessibility, contrast among them, with the element."""
    asked = {"runOnly": RULES, "rules": {"landmark-unique": {"enabled": True}}}
    found = page.evaluate(f"{AXE}; axe.run({json.dumps(asked)})")
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found["violations"] for node in fault["nodes"]]


class Recorder:
    """A page, with all that it says on its console or in a dialog and all that it asks for."""

    def __init__(self, page: Page) -> None:
        self.page, self.messages, self.requests = page, list[str](), list[str]()
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("dialog", lambda dialog: self.messages.append(dialog.message))
        page.on("request", lambda request: self.requests.append(request.url))


class Opened(Recorder):
    """A report in a page of its own."""

    def __init__(self, page: Page, path: Path) -> None:
        super().__init__(page)
        self.address = path.as_uri()
        page.goto(self.address)

    @property
    def is_silent(self) -> bool:
        """Whether it said nothing and asked for nothing but itself."""
        return (self.messages, self.requests) == ([], [self.address])

    @property
    def width(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth"))

    def unfold(self) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
