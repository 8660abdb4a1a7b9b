"""Where a link in a Markdown file leads on the site."""

import re

import book
from book import TOP

SHOWN = {".cpp", ".hpp", ".txt", ".md", ".patch", ".py", ".sh", ""}


def exercise_name(folder):
    """The page of an exercise: exercise-1-1 for exercises/1.1-who-goes-first."""
    return "exercise-" + re.match(r"[\d.]+", folder.name)[0].replace(".", "-")


def anchor_of(path):
    """The anchor of a file on a page that shows files."""
    return re.sub(r"[^A-Za-z0-9]+", "-", str(path)).strip("-")


def chapter_of(path):
    """The chapter in whose folder a file is, and whether that chapter has a page."""
    return next((one for one in book.WRITTEN if one.folder in path.parents), None)


class Links:
    """The links of one Markdown file."""

    def __init__(self, source, page):
        self.source = source
        self.page = page

    def to(self, target):
        """The address for what a link says, or None where the site has no such page."""
        path, _, section = target.partition("#")
        file = (self.source.parent / path).resolve() if path else self.source
        if not file.exists():
            if re.fullmatch(r"\d\d-.*", file.parent.name) and file.name == "README.md":
                return None  # a chapter that is planned
            raise ValueError(f"{self.source.relative_to(TOP)}: there is no {target}")
        name = self.page if not path else self.page_of(file)
        if name is None or "#" in name or not section:
            return name and (name if "#" in name else f"{name}.html")
        return f"{name}.html#{name}-{section}"

    @staticmethod
    def page_of(file):
        """The name of the page that shows a file; with its anchor, where the page shows several."""
        for page in book.ORDER:
            if page.source == file:
                return page.name
        if file in (TOP / "README.md", TOP / "chapters/README.md"):
            return "index"
        if file.parent == TOP / "docs/examples":
            return f"examples.html#examples-{file.stem}"
        chapter = chapter_of(file)
        if chapter is None:
            return None
        inside = file.relative_to(chapter.folder)
        if inside.parts[0] == "exercises":
            folder = chapter.folder / "exercises" / inside.parts[1]
            name = exercise_name(folder)
            return name if file.name == "README.md" else f"{name}.html#{anchor_of(file.relative_to(folder))}"
        if file.is_dir():
            return f"{chapter.page.name}-files"
        return f"{chapter.page.name}-files.html#{anchor_of(inside)}"
