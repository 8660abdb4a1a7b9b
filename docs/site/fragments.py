"""Pictures and blocks of code as HTML, blocks in the shape that Doxygen's own have: it colours little, and some languages not
at all."""

import html

from cpp import coloured


def raw(markup):
    """HTML that Doxygen passes on as it is, but for the end of a comment, at which it would stop."""
    markup = markup.replace("*/", "*&#47;")
    return f"\\htmlonly[block]\n{markup}\n\\endhtmlonly"


def picture(address, text):
    """A picture, which leads to itself alone: on a telephone it is shown in a window that scrolls."""
    return f'<a class="picture" href="{address}"><img class="picture" src="{address}" alt="{text}"></a>'


def block(lines, language):
    """A block of lines that are HTML."""
    shown = "\n".join(f'<div class="line">{line}</div>' for line in lines)
    return raw(f'<div class="fragment {language}" tabindex="0">{shown}\n</div>')


def spans(code, colour_of):
    """Each line in a colour of its own."""
    return [f'<span class="{colour_of(line)}">{html.escape(line, quote=False)}</span>' for line in code]


def fragment(code, language, name_of=lambda name: None):
    """A block of code, for Doxygen. `code` is a list of lines; `name_of` gives a name's address in the reference."""
    if language in ("cpp", "hpp"):
        return block(coloured("\n".join(code), name_of).split("\n"), "cpp")
    if language in ("diff", "patch"):
        return block(spans(code, lambda line: {"+": "comes", "-": "goes", "@": "where"}.get(line[:1], "stays")), "diff")
    if language == "console":
        return block(spans(code, lambda line: "typed" if line.startswith("$ ") else "printed"), "console")
    return block(spans(code, lambda line: "printed"), "plain")
