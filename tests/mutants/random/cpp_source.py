"""Reads C++ as far as mutants need it: tokens, function bodies, and the statements in them.

It leans on the layout that clang-format gives: a binary operator stands between spaces, the brackets of a template
do not.
"""

import bisect
import re
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""
    (?P<blank>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<directive>\#(?:\\\n|[^\n])*)
  | (?P<string>R"(?P<end>[^(]*)\(.*?\)(?P=end)"|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
  | (?P<number>\d(?:'?[\w.])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<mark><=>|\.\.\.|<<=|>>=|->\*|::|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
OPENING = {"(": ")", "[": "]", "{": "}"}
SPECIFIERS = ("inline", "static", "constexpr", "virtual", "explicit")
NO_MEMBER = ("static", "constexpr", "using", "enum", "template", "virtual")
JUMPS = ("return", "co_return", "throw", "break", "continue")


@dataclass
class Token:
    kind: str
    text: str
    start: int  # where it stands in the file's text

    @property
    def end(self):
        return self.start + len(self.text)


@dataclass
class Statement:
    first: int  # the tokens it is made of: first up to, not including, end
    end: int
    word: str  # what it begins with, "if" or "return"; "" for others
    condition: tuple = None  # the parentheses behind `if`, `while`
    braced: bool = True  # whether it stands in a block, and not as what follows `if (…)`


@dataclass
class Function:
    name: str
    first: int  # its braces
    last: int
    returns: str  # "nothing", "bool", "something"
    blocks: list = field(default_factory=list)  # the statements of each block in it, outer blocks first


class Source:
    """One file: its text, its tokens, and the functions in it."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.tokens = [Token(kind_of(found), found.group(), found.start()) for found in TOKEN.finditer(text)]
        self.tokens = [token for token in self.tokens if token.kind not in ("blank", "directive")]
        self.partner = pair_brackets(self.tokens)
        self.line_starts = [0] + [at + 1 for at, letter in enumerate(text) if letter == "\n"]
        self.functions, self.initial_values = [], []
        self._read_scope(0, len(self.tokens), [])

    def line_of(self, offset):
        return bisect.bisect_right(self.line_starts, offset)

    def line(self, number):
        return self.text[self.line_starts[number - 1] :].split("\n", 1)[0]

    def words(self, first, end):
        return [token.text for token in self.tokens[first:end]]

    # --- Namespaces and classes -------------------------------------------------------------------

    def _read_scope(self, at, end, names):
        """Finds the functions between two tokens; `names` are the classes around them."""
        head = []  # the tokens since the last declaration; brackets are one entry each
        while at < end:
            text = self.tokens[at].text
            if text == ";":
                self._note_initial_values(head, bool(names))
                head = []
            elif text == ":" and head and self.tokens[head[-1]].text in ("public", "private", "protected"):
                head = []
            elif text == "{" and self._read_braces(at, head, names):
                head = []
                at = self.partner[at]
            elif text in OPENING:
                head.append(at)
                at = self.partner[at]
            else:
                head.append(at)
            at += 1

    def _read_braces(self, at, head, names):
        """Reads what an opening brace begins; whether that ends the declaration."""
        texts = self._without_template([self.tokens[entry].text for entry in head])
        last = texts[-1] if texts else ""
        if texts[:1] == ["namespace"] or texts[:2] == ["inline", "namespace"]:
            self._read_scope(at + 1, self.partner[at], names)
            return True
        if texts[:1] and texts[0] in ("class", "struct", "union"):
            self._read_scope(at + 1, self.partner[at], names + [class_name(texts)])
            return False  # a variable may follow
        if "=" in texts[: texts.index("(")] if "(" in texts and "operator" not in texts else "=" in texts:
            if "operator" not in texts:
                return False
        if "(" not in texts or last == "requires" or texts[0] == "enum":
            return False
        parameters = first_parameters(texts)
        if parameters is None or (":" in texts[parameters:] and last not in "({"):
            return False  # a member that is initialized with braces
        self._note_initial_values(head, True)
        if "consteval" not in texts:
            self._add_function(at, texts, parameters, names)
        return True

    @staticmethod
    def _without_template(texts):
        while texts[:1] == ["template"]:
            depth = at = 0
            for at, text in enumerate(texts[1:], 1):
                depth += (text == "<") - (text == ">") - 2 * (text == ">>")
                if depth <= 0:
                    break
            texts = texts[at + 1 :]
        return texts

    def _add_function(self, at, texts, parameters, names):
        begin = parameters - 1
        if "operator" in texts[:parameters]:
            begin = texts.index("operator")
        elif texts[begin - 1 : begin] == ["~"]:
            begin -= 1
        own = "".join(texts[begin:parameters])
        while begin >= 2 and texts[begin - 1] == "::":
            begin -= 2
            own = texts[begin] + "::" + own
        before = [text for text in texts[:begin] if text not in SPECIFIERS]
        function = Function("::".join(names + [own]), at, self.partner[at], returned(before))
        self._read_block(at + 1, self.partner[at], function.blocks)
        self.functions.append(function)

    def _note_initial_values(self, head, in_class):
        """Notes literals that members begin with: `bool open_ = true;`, and in `: count_(0)`."""
        texts = [self.tokens[entry].text for entry in head]
        if not in_class or any(word in texts for word in NO_MEMBER):
            return
        for entry, after in zip(head, texts[1:] + [""]):
            if self.tokens[entry].text == "=" and self._is_literal(entry + 1) and entry + 1 == head[-1]:
                self.initial_values.append(entry + 1)
            alone = after in ("(", "{") and self.partner.get(entry + 1) == entry + 3
            if alone and ":" in texts and self._is_literal(entry + 2):
                self.initial_values.append(entry + 2)

    def _is_literal(self, at):
        return at < len(self.tokens) and (
            self.tokens[at].kind == "number" or self.tokens[at].text in ("true", "false")
        )

    # --- Statements -------------------------------------------------------------------------------

    def _read_block(self, at, end, blocks):
        block = []
        blocks.append(block)
        while at < end:
            statement = self._read_statement(at, end, blocks, True)
            block.append(statement)
            at = statement.end

    def _read_statement(self, at, end, blocks, braced):
        text = self.tokens[at].text
        statement = Statement(at, at + 1, text if text in JUMPS else "", braced=braced)
        if text == "{":
            self._read_block(at + 1, self.partner[at], blocks)
            statement.end = self.partner[at] + 1
        elif text in ("if", "while", "for", "switch"):
            statement.word = text
            opening = at + 1 + (self.tokens[at + 1].text == "constexpr")
            if opening == at + 1:
                statement.condition = (opening, self.partner[opening])
                self._read_lambdas(opening + 1, self.partner[opening], blocks)
            statement.end = self._read_branch(self.partner[opening] + 1, end, blocks)
            if text == "if" and statement.end < end and self.tokens[statement.end].text == "else":
                statement.end = self._read_branch(statement.end + 1, end, blocks)
        elif text == "do":
            statement.word = text
            at = self._read_branch(at + 1, end, blocks)  # at `while`
            statement.end = self.partner[at + 1] + 2
        elif text == "try":
            statement.word = text
            statement.end = self._read_branch(at + 1, end, blocks)
            while statement.end < end and self.tokens[statement.end].text == "catch":
                statement.end = self._read_branch(self.partner[statement.end + 1] + 1, end, blocks)
        elif text in ("case", "default"):
            statement.word = "label"
            while self.tokens[statement.end - 1].text != ":":
                statement.end += 1
        else:
            while statement.end < end and self.tokens[statement.end - 1].text != ";":
                opened = self.tokens[statement.end - 1].text in OPENING
                statement.end = self.partner[statement.end - 1] + 1 if opened else statement.end
                statement.end += 1
            statement.end = min(statement.end, end)
            self._read_lambdas(at, statement.end, blocks)
        return statement

    def _read_branch(self, at, end, blocks):
        return self._read_statement(at, end, blocks, False).end

    def _read_lambdas(self, at, end, blocks):
        """Reads the blocks in an expression: those braces that hold a semicolon."""
        while at < end:
            if self.tokens[at].text == "{":
                if ";" in self._own_texts(at):
                    self._read_block(at + 1, self.partner[at], blocks)
                else:
                    self._read_lambdas(at + 1, self.partner[at], blocks)
                at = self.partner[at]
            at += 1

    def _own_texts(self, at):
        """What stands in brackets, without what stands in brackets therein."""
        texts, end = [], self.partner[at]
        at += 1
        while at < end:
            texts.append(self.tokens[at].text)
            at = self.partner[at] + 1 if self.tokens[at].text in OPENING else at + 1
        return texts


def kind_of(found):
    return next(kind for kind in ("blank", "directive", "string", "number", "word", "mark") if found[kind] is not None)


def pair_brackets(tokens):
    """Gives {opening bracket: closing bracket}."""
    partner, open_ones = {}, []
    for at, token in enumerate(tokens):
        if token.kind == "mark" and token.text in OPENING:
            open_ones.append(at)
        elif token.kind == "mark" and token.text in OPENING.values():
            partner[open_ones.pop()] = at
    return partner


def first_parameters(texts):
    """Where the parameters of a declared function are: the first parentheses behind a name."""
    for at, text in enumerate(texts):
        if text == "(" and at > 0 and texts[at - 1] not in ("requires", "noexcept", "alignas", "decltype", "explicit"):
            return at
    return None


def class_name(texts):
    names = [text for text in texts[1:] if re.fullmatch(r"[A-Za-z_]\w*", text) and text not in ("final", "alignas")]
    return names[0] if names else "(unnamed)"


def returned(texts):
    if not texts or texts[-1] == "void":
        return "nothing"
    return "bool" if texts[-1] == "bool" else "something"
