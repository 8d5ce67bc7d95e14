"""Reads a page as a browser does: its tags with their attributes and text, and what it names and points to."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    inside: tuple[str, ...] = ()
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words)


@dataclass
class Page:
    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @property
    def ids(self) -> list[str]:
        return [element.attributes["id"] or "" for element in self.elements if "id" in element.attributes]

    @property
    def links(self) -> list[Element]:
        return [element for element in self.all("a") if element.attributes.get("href")]

    @property
    def text(self) -> str:
        return self.all("html")[0].text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), tuple(one.tag for one in self.open))
        self.page.elements.append(element)
        if len(element.attributes) != len(attrs):
            self.page.faults.append(f"<{tag}> has an attribute twice")
        if tag not in EMPTY:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if not self.open or self.open[-1].tag != tag:
            self.page.faults.append(f"</{tag}> at line {self.getpos()[0]} closes {[one.tag for one in self.open[-1:]]}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words.append(data)


def read(html: str) -> Page:
    """The page, with what is not well formed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.page.faults += [f"<{one.tag}> is not closed" for one in reader.open]
    return reader.page
