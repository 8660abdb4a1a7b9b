"""Markdown as a code host shows it, made into Markdown that Doxygen 1.9.4 shows alike.

What Doxygen gets wrong, and what is done about it:
- links to other Markdown files, to sections and to files: the caller says where they lead; they become HTML
- one name for each section of the whole site: the page's name goes before the section's
- bold around code, or with a number in it: HTML
- pictures, whose text would become a caption: HTML
- blocks of code, which it colours little or not at all: HTML (fragments.py)
- `--`, which would become a dash; `@` in prose, which would be a command
- straight quotes and apostrophes, which a page is typed with: the printer's ones
Captions of code (docs/notation.md) get a class of their own, so that they can stand closer to their block.
"""

import html
import re
import sys

from fragments import fragment, picture, raw

FENCE = re.compile(r"^( *)```(\w*)\s*$")
CAPTION = re.compile(r"^\*\*(New file|Add|Change|Rewrite|Remove|Delete|Look)\*\*")
ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>$')
LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(([^()\s]+)\)")
CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
OPENING = re.compile(r'(?<![^\s(\[*_])"(?=\S)')


def with_quotes(prose):
    """Straight quotes and apostrophes as a printer has them. Code and tags must have been kept away."""
    return OPENING.sub("\u201c", prose).replace('"', "\u201d").replace("'", "\u2019")


class Translator:
    """Translates one page."""

    def __init__(self, page, link_to, picture, name_of=lambda code: None, in_code=lambda name: None,
                 at_end_of=lambda section: None):
        """`link_to(target)` gives a link's address or None where there is nothing to lead to, `picture(path)` a picture's,
        `name_of(code)` the address of a name in the reference, `in_code(name)` the same for a name within a block of code,
        `at_end_of(section)` HTML for the end of a section."""
        self.page = page
        self.link_to = link_to
        self.picture = picture
        self.name_of = name_of
        self.in_code = in_code
        self.at_end_of = at_end_of
        self.kept = []  # what must not be looked at again, each replaced by a mark

    def translate(self, text):
        """The whole page."""
        out, prose, section, anchor = [], [], None, None
        lines = iter(text.splitlines())

        def end_prose():
            if prose:
                out.append(self.prose("\n".join(prose)))
                prose.clear()

        def end_section():
            end_prose()
            if section and (more := self.at_end_of(section)):
                out.extend(["", raw(more), ""])

        for line in lines:
            if fence := FENCE.match(line):
                end_prose()
                out.append(fragment(self.fenced(lines, len(fence[1])), fence[2], self.in_code))
            elif CAPTION.match(line):
                end_prose()
                out.append(raw(f'<p class="caption">{self.as_html(line)}</p>'))
            elif found := ANCHOR.match(line):
                end_prose()
                anchor = found[1]
            elif line.startswith("#"):
                end_section()
                section = anchor
                out.append(self.heading(line, anchor))
                anchor = None
            else:
                if anchor and line:  # not of a heading
                    prose.append(self.keep(f'<a id="{self.page}-{anchor}"></a>'))
                    anchor = None
                prose.append(line)
        end_section()
        return "\n".join(out) + "\n"

    @staticmethod
    def fenced(lines, indent):
        """The lines up to the end of the fence."""
        code = []
        for line in lines:
            if FENCE.match(line):
                return code
            code.append(line[indent:] if line[:indent].isspace() else line)
        raise ValueError("a fence has no end")

    def heading(self, line, anchor):
        """A heading with its name. The first is the page's title."""
        marks, _, title = line.partition(" ")
        title = self.restore(with_quotes(self.keep_code(title)))
        if marks == "#":
            return f"# {title} {{#{self.page}}}\n"
        if self.page == "index":  # the menu would show its sections beside the chapters
            return raw(f'<h2 class="front" id="{self.page}-{anchor}">{title}</h2>')
        return f"{marks} {title}" + (f" {{#{self.page}-{anchor}}}" if anchor else "")

    # --- Within a paragraph ---------------------------------------------------------------------

    def keep(self, text):
        """A mark that stands for the text until `restore`."""
        self.kept.append(text)
        return f"\x00{len(self.kept) - 1}\x00"

    def restore(self, text):
        """Puts back what was kept."""
        while "\x00" in text:
            text = re.sub("\x00(\\d+)\x00", lambda mark: self.kept[int(mark[1])], text)
        return text

    def keep_code(self, text, as_html=False):
        """Keeps the pieces of code, with a link to the reference where the name is known there."""
        def code(match):
            shown = f"<code>{html.escape(match[2], quote=False)}</code>" if as_html else match[0]
            address = self.name_of(match[2])
            return self.keep(f'<a class="el" href="{address}">{shown}</a>' if address else shown)

        return CODE.sub(code, text)

    def keep_links(self, text):
        """Keeps links and pictures."""
        def link(match):
            is_picture, words, target = match.groups()
            if is_picture:
                address, words = self.picture(target), html.escape(self.restore(words))
                return self.keep(raw(picture(address, words)))
            address = target if re.match(r"https?:", target) else self.link_to(target)
            return self.keep(f'<a href="{address}">{with_quotes(words)}</a>') if address else words

        return LINK.sub(link, text)

    def prose(self, text):
        """Paragraphs, lists and tables."""
        text = with_quotes(self.keep_links(self.keep_code(text)))
        text = re.sub(r"\*\*(?=\S)([^*]+)\*\*", r"<b>\1</b>", text)
        text = re.sub(r"(?<![-|:!])--(?![-|:>])", r"\\--", text)
        text = re.sub(r"(?<!\w)@(?=\w)", r"\\@", text)
        return self.restore(text)

    def as_html(self, text):
        """One line as HTML."""
        text = html.escape(with_quotes(self.keep_links(self.keep_code(text, as_html=True))), quote=False)
        return self.restore(re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text))


if __name__ == "__main__":  # a page on stdin, for those who want to see what becomes of it
    names = Translator("page", lambda target: target, lambda path: path, {"EventLoop": "classEventLoop.html"}.get,
                       {"rondo::EventLoop": "classEventLoop.html"}.get)
    sys.stdout.write(names.translate(sys.stdin.read()))
