#!/usr/bin/env python3
"""pages.py TAGS PAGES HTML PLAYERS

Writes what Doxygen is given besides the library's headers: each page of the site as Markdown for Doxygen into PAGES, the
layout of its menu beside them, and pictures into HTML. TAGS is Doxygen's list of the library's names, PLAYERS has the
players that go into the pages (docs/player).
"""

import html
import json
import re
import shutil
import sys
from pathlib import Path

import benchmark
import book
import chapter_pages
from book import TOP
from fragments import raw
from markdown import Translator
from reference import Reference
from sources import Links

PLAYER_LIST = TOP / "docs/player/players.json"


class Site:
    """All that is written, and where."""

    def __init__(self, tags, pages, html_folder, players):
        self.reference = Reference(tags)
        self.pages, self.html, self.players = Path(pages), Path(html_folder), Path(players)
        self.pages.mkdir(parents=True, exist_ok=True)
        self.html.mkdir(parents=True, exist_ok=True)
        self.places = json.loads(PLAYER_LIST.read_text(encoding="utf-8")) if PLAYER_LIST.exists() else []

    def write(self, page, text):
        """One page for Doxygen."""
        (self.pages / f"{page}.md").write_text(text, encoding="utf-8")

    # --- Markdown of the repository -------------------------------------------------------------

    def translate(self, source, page, text=None, below_title=""):
        """A Markdown file, or a part of one, as a page."""
        text = text or source.read_text(encoding="utf-8")
        text = re.sub(r"^\[Contents\]\(\.\./README\.md\).*\n", "", text, flags=re.MULTILINE)  # the site has its own
        links = Links(source, page)

        def picture(path):
            shutil.copy(source.parent / path, self.html)
            return Path(path).name

        players = {one["section"]: one["name"] for one in self.places
                   if one.get("page") == page or one.get("chapter") == source.parent.name and source.name == "README.md"}
        assets = [self.player_assets()]  # once a page, with its first player

        def player(section):
            if section not in players:
                return None
            markup = (self.players / f"{players.pop(section)}.html").read_text(encoding="utf-8")
            return markup + (assets.pop() if assets else "")

        translator = Translator(page, links.to, picture, self.reference.of_page(), self.reference.in_code, player)
        title, _, rest = translator.translate(text).partition("\n")
        if players:
            raise ValueError(f"{page} has no section {', '.join(players)}, where docs/player/players.json puts a player")
        return f"{title}\n\n{below_title}\n{rest}"

    def player_assets(self):
        """The player's style and scripts."""
        files = sorted((self.players / "assets").glob("*"))
        return "".join(f'<link rel="stylesheet" href="player/{file.name}">' for file in files if file.suffix == ".css") + \
               "".join(f'<script defer src="player/{file.name}"></script>' for file in files if file.suffix == ".js")

    # --- What stands above and below each page --------------------------------------------------

    @staticmethod
    def turn_pages(page):
        """Links to the pages before and behind."""
        before, behind = book.neighbours(page)
        links = [f'<a rel="prev" href="{before.name}.html"><span>Previous</span>{html.escape(before.title)}</a>'] if before else []
        links += [f'<a rel="next" href="{behind.name}.html"><span>Next</span>{html.escape(behind.title)}</a>'] if behind else []
        return "\n" + raw(f'<nav class="turn" aria-label="Pages">{"".join(links)}</nav>') + "\n"

    @staticmethod
    def place_of(chapter):
        """The line under a chapter's title."""
        name = chapter.page.name
        links = [html.escape(book.part_of(chapter).title), f'<a href="{name}-files.html">the chapter’s files</a>']
        if old := book.previous_chapter(chapter):
            links.append(f'<a href="{name}-changes.html">what changed since chapter {old.number}</a>')
        return raw(f'<p class="place">{" · ".join(links)}</p>') + "\n\n[TOC]\n"

    # --- The pages ------------------------------------------------------------------------------

    def write_front(self):
        """The front page, with the contents of the book."""
        text = self.translate(book.FRONT.source, "index").replace("{#index}", "{#mainpage}")
        parts = []
        for part in book.PARTS:
            rows = "".join(
                f'<li value="{one.number}">' + (f'<a href="{one.page.name}.html">{one.title}</a>' if one.written else
                                                f'<span class="planned">{one.title}</span>') +
                f'<span class="question">{one.question}{"" if one.written else " <em>(planned)</em>"}</span></li>'
                for one in part.chapters)
            parts.append(f'<section class="part"><h3>{part.title}</h3><ol>{rows}</ol></section>')
        text = text.replace("<!-- contents -->", raw(f'<div class="contents-of-book">{"".join(parts)}</div>'))
        library = [(f"{page.name}.html", page.title) for page in book.LIBRARY]
        library += [("annotated.html", "Reference: classes"), ("namespacemembers.html", "Reference: functions")]
        rows = "".join(f'<li><a href="{address}">{title}</a></li>' for address, title in library)
        self.write("index", text.replace("<!-- library -->", raw(f'<ul class="after-the-book">{rows}</ul>')) + self.turn_pages(book.FRONT))

    def write_chapter(self, chapter):
        """A chapter's page, and those that belong to it."""
        page = chapter.page
        self.write(page.name, self.translate(page.source, page.name, below_title=self.place_of(chapter)) + self.turn_pages(page))
        self.write(f"{page.name}-files", chapter_pages.files_page(chapter, self.reference.in_code))
        if book.previous_chapter(chapter):
            self.write(f"{page.name}-changes", chapter_pages.changes_page(chapter))
        for folder in chapter_pages.exercises_of(chapter):
            self.write(chapter_pages.exercise_name(folder), 
                       chapter_pages.exercise_page(chapter, folder, self.translate, self.reference.in_code))

    def write_library(self):
        """The pages behind the chapters."""
        readme = TOP / "README.md"
        sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", readme.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
        for page in book.LIBRARY:
            if page.source:
                text = self.translate(page.source, page.name, below_title="[TOC]\n")
            elif page.title in sections:
                body = re.sub(r"^#(#+ )", r"\1", sections[page.title], flags=re.MULTILINE)
                text = self.translate(readme, page.name, f"# {page.title}\n{body}", "[TOC]\n")
            else:
                text = {"examples": self.examples, "benchmark": lambda: benchmark.page(self.html)}[page.name]()
            self.write(page.name, text + self.turn_pages(page))

    def examples(self):
        """The programs of docs/examples; the comment that each begins with introduces it."""
        source = "# Examples\n\nPrograms on the finished loop. `make test` builds them all, and compares what they print.\n"
        for path in sorted((TOP / "docs/examples").glob("*.cpp"), key=lambda path: (path.stem != "greet", path.stem)):
            lines = path.read_text(encoding="utf-8").splitlines()
            end = next(number for number, line in enumerate(lines) if not line.startswith("//"))
            about = " ".join(line[2:].strip() for line in lines[:end])
            code = "\n".join(lines[end:])
            source += f'\n<a id="{path.stem}"></a>\n## {path.name}\n\n{about}\n\n```cpp\n{code}\n```\n'
        return self.translate(TOP / "docs/examples/all.md", "examples", source, "[TOC]\n")

    def write_layout(self):
        """The menu: Doxygen's layout, with a group for each part that has pages."""
        def quote(title):  # Doxygen knows no numbered entities
            return html.escape(title, quote=False).replace('"', "&quot;")

        def tab(name, title):
            return f'<tab type="user" url="@ref {name}" title="{quote(title)}"/>'

        def group(title, tabs, url=""):
            return f'<tab type="usergroup" url="{url}" title="{quote(title)}">{"".join(tabs)}</tab>' if tabs else ""

        def of_chapter(chapter):
            name = chapter.page.name
            tabs = [tab(chapter_pages.exercise_name(folder), chapter_pages.exercise_title(folder))
                    for folder in chapter_pages.exercises_of(chapter)]
            tabs.append(tab(f"{name}-files", "The chapter's files"))
            if old := book.previous_chapter(chapter):
                tabs.append(tab(f"{name}-changes", f"Changes since chapter {old.number}"))
            return group(f"{chapter.number} {chapter.title}", tabs, f"@ref {name}")

        menu = "".join(group(part.title, [of_chapter(one) for one in part.chapters if one.written]) for part in book.PARTS)
        menu += group("The library", [tab(page.name, page.title) for page in book.LIBRARY])
        layout = (TOP / "docs/site/layout.xml").read_text(encoding="utf-8")
        (self.pages / "layout.xml").write_text(layout.replace("<!-- book -->", menu), encoding="utf-8")

    def write_all(self):
        """Everything."""
        self.write_front()
        for chapter in book.WRITTEN:
            self.write_chapter(chapter)
        self.write_library()
        self.write_layout()
        if (self.players / "assets").exists():
            shutil.copytree(self.players / "assets", self.html / "player", dirs_exist_ok=True)


if __name__ == "__main__":
    try:
        Site(*sys.argv[1:]).write_all()
    except ValueError as error:
        sys.exit(f"pages.py: {error}")
