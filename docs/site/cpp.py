"""Colours for C++: each token in a span of the class that Doxygen's own blocks use, names of the library as links."""

import html
import re

FLOW = "break case catch co_await co_return co_yield continue default do else for goto if return switch throw try while"
TYPES = "auto bool char double float int long short signed std::size_t unsigned void"
OTHERS = """alignas alignof class concept const consteval constexpr constinit decltype delete enum explicit extern false final
friend inline mutable namespace new noexcept nullptr operator override private protected public requires sizeof static
static_assert struct template this thread_local true typedef typename union using virtual volatile"""
KEYWORDS = {**dict.fromkeys(OTHERS.split(), "keyword"), **dict.fromkeys(TYPES.split(), "keywordtype"),
            **dict.fromkeys(FLOW.split(), "keywordflow")}

TOKEN = re.compile(r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<stringliteral>"(?:\\.|[^"\\\n])*")
  | (?P<charliteral>'(?:\\.|[^'\\\n])'(?!\w))
  | (?P<preprocessor>^[ ]*\#[ ]*\w+(?:[ ]*<[^>\n]*>)?)
  | (?P<name>(?:\w+::)*[A-Za-z_]\w*)
""", re.VERBOSE | re.DOTALL | re.MULTILINE)


def coloured(code, name_of=lambda name: None):
    """The code, a text, as HTML; a span never goes on in the next line."""
    def token(match):
        kind, text = match.lastgroup, match[0]
        shown = html.escape(text, quote=False)
        if kind == "name":
            address = name_of(text)
            if address:
                return f'<a class="code" href="{address}">{shown}</a>'
            kind = KEYWORDS.get(text) or ("type" if re.match(r"(\w+::)*[A-Z]\w*[a-z]\w*$", text) else None)
        if not kind:
            return shown
        return "\n".join(f'<span class="{kind}">{line}</span>' for line in shown.split("\n"))

    out, end = [], 0
    for match in TOKEN.finditer(code):
        out += [html.escape(code[end:match.start()], quote=False), token(match)]
        end = match.end()
    return "".join(out) + html.escape(code[end:], quote=False)
