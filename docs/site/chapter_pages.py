"""The pages that a chapter has besides its own: its files, what changed since the chapter before, its exercises."""

import difflib

import book
from fragments import fragment, raw
from sources import anchor_of, exercise_name


def files_of(chapter):
    """The files that a reader types or is given, the loop's first."""
    folder = chapter.folder
    loop = sorted((folder / "rondo").rglob("*.?pp"))
    greet = [path for path in sorted(folder.iterdir()) if path.suffix in (".cpp", ".hpp")]
    tests = [path for path in sorted((folder / "tests").iterdir()) if path.is_file()]
    return loop + greet + [folder / "Makefile"] + tests


def read(path):
    """The lines of a file."""
    return path.read_text(encoding="utf-8").splitlines()


def file_heading(name):
    """The heading of a file; its anchor is not Doxygen's, whose names are for the whole site."""
    return raw(f'<h2 class="file" id="{anchor_of(name)}"><code>{name}</code></h2>')


def back_to(chapter):
    """The line above a page that belongs to a chapter."""
    return raw(f'<p class="place">Belongs to <a href="{chapter.page.name}.html">{chapter.page.title}</a></p>')


def files_page(chapter, in_code):
    """All files of a chapter."""
    out = [f"# Chapter {chapter.number}: its files {{#{chapter.page.name}-files}}", "", back_to(chapter), "",
           f"The loop as it stands at the end of {chapter.page.title}, the program that runs on it, and the tests: all "
           f"that is in `chapters/{chapter.folder.name}/`, but for the page and the exercises.", "", "<!-- files -->", ""]
    names = []
    for path in files_of(chapter):
        name = path.relative_to(chapter.folder)
        names.append(name)
        out += [file_heading(name), "", fragment(read(path), path.suffix[1:], in_code), ""]
    links = "\n".join(f'<li><a href="#{anchor_of(name)}"><code>{name}</code></a></li>' for name in names)
    out[out.index("<!-- files -->")] = raw(f'<ul class="files">{links}</ul>')
    return "\n".join(out)


def changes(old, new):
    """What `diff -u` says of two chapters' loops and programs: pairs of a file's name and lines."""
    def sources(chapter):
        return {str(path.relative_to(chapter.folder)): path for path in files_of(chapter)
                if path.suffix in (".cpp", ".hpp") and path.parent.name != "tests"}

    before, after = sources(old), sources(new)
    for name in sorted({**before, **after}, key=lambda name: ("/" not in name, name)):
        lines = difflib.unified_diff(read(before[name]) if name in before else [],
                                     read(after[name]) if name in after else [], lineterm="", n=3)
        lines = list(lines)[2:]
        if lines:
            kind = "new" if name not in before else "deleted" if name not in after else "changed"
            yield name, kind, lines


def changes_page(chapter):
    """The full diff from the chapter before."""
    old = book.previous_chapter(chapter)
    out = [f"# Chapter {chapter.number}: what changed {{#{chapter.page.name}-changes}}", "", back_to(chapter), "",
           f"All that differs from {old.page.title}: the loop and the programs, without the tests.", "", "<!-- files -->", ""]
    links = []
    for name, kind, lines in changes(old, chapter):
        plus, minus = (sum(line[0] == sign for line in lines) for sign in "+-")
        links.append(f'<li><a href="#{anchor_of(name)}"><code>{name}</code></a> '
                     f'<span class="count">{kind}, +{plus} −{minus}</span></li>')
        out += [file_heading(name), "", fragment(lines, "diff"), ""]
    out[out.index("<!-- files -->")] = raw(f'<ul class="files">{"".join(links)}</ul>')
    return "\n".join(out)


def exercises_of(chapter):
    """The folders of a chapter's exercises."""
    return sorted(path.parent for path in (chapter.folder / "exercises").glob("*/README.md"))


def exercise_title(folder):
    """Its number and name, without the word in front."""
    return read(folder / "README.md")[0].removeprefix("# ").removeprefix("Exercise ").replace(":", "", 1)


def exercise_page(chapter, folder, translate, in_code):
    """The task, what it begins with, its tests, and, folded up, a solution."""
    page = exercise_name(folder)
    out = [translate(folder / "README.md", page, below_title=back_to(chapter)), ""]
    for part, title in (("starter", "The starter"), ("tests", "The tests"), ("solution", "A solution")):
        files = sorted(path for path in (folder / part).rglob("*") if path.is_file())
        if not files:
            continue
        out += [f"## {title} {{#{page}-{part}}}", ""]
        if part == "solution":
            out += [raw('<details class="solution"><summary>Show it</summary>'), ""]
        for path in files:
            name = path.relative_to(folder)
            out += [raw(f'<p class="caption" id="{anchor_of(name)}"><code>{name}</code></p>'), "",
                    fragment(read(path), path.suffix[1:], in_code), ""]
        if part == "solution":
            out += [raw("</details>"), ""]
    return "\n".join(out)
