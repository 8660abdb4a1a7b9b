"""The one list: which pages there are, in which order, and what they are called.

The chapters come from chapters/README.md, the contents as a code host shows them; a chapter whose page is not written is
planned. What follows the chapters stands here.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
CHAPTERS = TOP / "chapters"


@dataclass(frozen=True)
class Page:
    """One page of the site."""

    name: str  # the page is NAME.html
    title: str
    source: Path = None  # the Markdown it is made of


@dataclass(frozen=True)
class Chapter:
    """One chapter, written or planned."""

    number: int
    title: str
    question: str
    folder: Path = None

    @property
    def written(self):
        return self.folder is not None

    @property
    def page(self):
        return Page(f"chapter-{self.number:02}", f"Chapter {self.number}: {self.title}", self.folder / "README.md")


@dataclass
class Part:
    """Chapters that belong together."""

    title: str
    chapters: list = field(default_factory=list)


def read_parts(contents=CHAPTERS / "README.md"):
    """The parts of the book, as the table in chapters/README.md has them."""
    parts = []
    for line in contents.read_text(encoding="utf-8").splitlines():
        if part := re.match(r"\| \*\*(.+?)\*\* \|", line):
            parts.append(Part(part[1]))
        elif row := re.match(r"\| (?:\[(\d+) (.+?)\]\((.+?)/README\.md\)|(\d+) (.+?)) \| (.+?) \|", line):
            folder = contents.parent / row[3] if row[3] else None
            if folder and not (folder / "README.md").exists():
                folder = None
            parts[-1].chapters.append(Chapter(int(row[1] or row[4]), row[2] or row[5], row[6], folder))
    return parts


PARTS = read_parts()
WRITTEN = [chapter for part in PARTS for chapter in part.chapters if chapter.written]

FRONT = Page("index", "Rondo", TOP / "docs/index.md")
LIBRARY = [
    Page("using", "A program of your own"),
    Page("asyncio", "If you know asyncio"),
    Page("watching", "Watching the loop"),
    Page("rules", "The rules", TOP / "docs/rules.md"),
    Page("examples", "Examples"),
    Page("benchmark", "The benchmark"),
]

# Previous and next follow this order.
ORDER = [FRONT, *(chapter.page for chapter in WRITTEN), *LIBRARY]


def part_of(chapter):
    """The part in which a chapter stands."""
    return next(part for part in PARTS if chapter in part.chapters)


def previous_chapter(chapter):
    """The chapter whose code this one begins with, or None."""
    return next((one for one in reversed(WRITTEN) if one.number < chapter.number), None)


def neighbours(page):
    """The pages before and behind a page, None at the ends."""
    place = ORDER.index(page)
    return (ORDER[place - 1] if place else None, ORDER[place + 1] if place + 1 < len(ORDER) else None)
