"""The small changes that a tired programmer could make: all that there are in a file."""

import re
from dataclasses import dataclass

from cpp_source import JUMPS

# What stands in an expression and what becomes of it. All but the words stand between spaces.
SPACED = {
    "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "&&": "||", "||": "&&", "+": "-", "-": "+",
    "*": "/", "<<": ">>", ">>": "<<", "+=": "-=", "-=": "+=", "|=": "&=", "&=": "|=", "|": "&", "&": "|",
}  # fmt: skip
WORDS = {
    "true": "false", "false": "true", "push_back": "push_front", "push_front": "push_back", "back": "front",
    "front": "back", "min": "max", "max": "min", "any_of": "all_of", "all_of": "any_of",
}  # fmt: skip
# Statements that do nothing when the program runs; whether a wrong program is refused, tests/refusals tries.
COMPILE_TIME = re.compile(r"static_assert\b|using\b|constexpr\b|refuse_\w+<")
# A missing lock harms nobody but now and then: the thread sanitizer sees it, a test does not.
LOCK = re.compile(r"(const )?std::(lock_guard|unique_lock|scoped_lock)\b")
CLOSE = {"++": "--", "--": "++"}
RETURN_EARLY = {"nothing": "return;", "bool": "return false;", "something": "return {};"}


@dataclass
class Change:
    source: object
    function: object  # in whose body it is; None for the value that a member begins with
    offset: int
    text: str  # what is done, for people to read
    edits: list  # (start, end, new text), in order

    @property
    def line(self):
        return self.source.line_of(self.offset)

    @property
    def key(self):
        """What names this change and stays the same when lines move."""
        function = self.function.name if self.function else "(member)"
        return (self.source.path, function, " ".join(self.source.line(self.line).split()), self.text)

    def applied(self):
        """The function's body, or the value, after the change."""
        start, end = self.extent()
        text = self.source.text
        for first, last, new in reversed(self.edits):
            text = text[:first] + new + text[last:]
            end += len(new) - (last - first)
        return text[start:end]

    def extent(self):
        if self.function is None:
            return self.edits[0][:2]
        tokens = self.source.tokens
        return tokens[self.function.first].start, tokens[self.function.last].end


def changes_of(source, is_compiled=lambda line: True):
    """Every change to a file, in the lines that are compiled."""
    found = []
    for function in source.functions:
        maker = Maker(source, function)
        for block in function.blocks:
            maker.change_block(block)
        maker.change_expressions(function.first + 1, function.last)
        found += maker.found
    maker = Maker(source, None)
    for at in source.initial_values:
        maker.change_expressions(at, at + 1)
    return number_twins([change for change in found + maker.found if is_compiled(change.line)])


def number_twins(changes):
    """Tells changes apart that would read the same: the second `<` of a line."""
    seen = {}
    for change in changes:
        key = change.key + (change.line,)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            change.text += f" (number {seen[key]} of the line)"
    return changes


class Maker:
    def __init__(self, source, function):
        self.source, self.tokens, self.function = source, source.tokens, function
        self.found = []

    def add(self, at, text, *edits):
        self.found.append(Change(self.source, self.function, self.tokens[at].start, text, sorted(edits)))

    def replace(self, at, new):
        token = self.tokens[at]
        self.add(at, f"`{token.text}` becomes `{new}`", (token.start, token.end, new))

    def text_of(self, statement):
        return self.source.text[self.tokens[statement.first].start : self.tokens[statement.end - 1].end]

    # --- Statements -------------------------------------------------------------------------------

    def change_block(self, block):
        for number, statement in enumerate(block):
            if self.is_exempt(statement):
                continue
            start, end = self.tokens[statement.first].start, self.tokens[statement.end - 1].end
            words = self.source.words(statement.first, statement.end)
            is_last_return = statement.word in ("return", "co_return") and number + 1 == len(block)
            if statement.word != "label" and not is_last_return:
                self.add(statement.first, "is left out", (start, end, ""))
            if number + 1 < len(block):
                self.swap(statement, block[number + 1])
            if statement.word == "return" and self.function.returns == "bool" and words[1] not in WORDS:
                self.add(statement.first, "is negated", (start, end, f"return !({self.text_of(statement)[7:-1]});"))
        if not all(map(self.is_exempt, block)):
            self.return_early(block)

    def is_exempt(self, statement):
        text = self.text_of(statement)
        return COMPILE_TIME.match(text) or LOCK.match(text)

    def return_early(self, block):
        is_coroutine = any(
            token.text in ("co_await", "co_return", "co_yield")
            for token in self.tokens[self.function.first : self.function.last]
        )
        early = "co_return;" if is_coroutine else RETURN_EARLY[self.function.returns]
        if block[0].word not in JUMPS:
            start = self.tokens[block[0].first].start
            self.add(block[0].first, f"`{early}` before it", (start, start, early + " "))

    def swap(self, one, other):
        if one.word in JUMPS + ("label",) or other.word in JUMPS + ("label",) or self.is_exempt(other):
            return
        texts = self.text_of(one), self.text_of(other)
        words = [set(word for word in self.source.words(each.first, each.end)) for each in (one, other)]
        calls_nothing = "(" not in words[0] | words[1] and "{" not in words[0] | words[1]
        if texts[0] == texts[1] or (calls_nothing and not self.names(one) & self.names(other)):
            return
        spans = [(self.tokens[each.first].start, self.tokens[each.end - 1].end) for each in (one, other)]
        self.add(one.first, "and the next statement change places", (*spans[0], texts[1]), (*spans[1], texts[0]))

    def names(self, statement):
        return {token.text for token in self.tokens[statement.first : statement.end] if token.kind == "word"}

    # --- Expressions ------------------------------------------------------------------------------

    def change_expressions(self, first, end):
        at = first
        while at < end:
            token = self.tokens[at]
            if token.text in ("static_assert", "noexcept", "requires", "alignas", "decltype"):
                at = self.source.partner.get(at + 1, at)
            elif token.text in ("if", "while") and self.tokens[at + 1].text == "constexpr":
                at = self.source.partner[at + 2]
            elif token.kind == "number" and self.stands_alone(at):
                self.change_number(at)
            elif token.kind == "word":
                self.change_word(at)
            elif token.kind == "mark":
                self.change_mark(at)
            at += 1

    def change_word(self, at):
        text = self.tokens[at].text
        if text in WORDS and self.stands_alone(at):
            self.replace(at, WORDS[text])
        elif text in ("break", "continue"):
            self.replace(at, "continue" if text == "break" else "break")
        elif text == "while" and self.tokens[self.source.partner[at + 1] + 1].text != ";":
            self.replace(at, "if")
        if text in ("if", "while") and self.tokens[at + 1].text == "(":
            opening, closing = at + 1, self.source.partner[at + 1]
            if ";" not in self.source.words(opening, closing):
                start, end = self.tokens[opening].end, self.tokens[closing].start
                condition = self.source.text[start:end]
                self.add(at, f"`{text}` asks for the opposite", (start, end, f"!({condition})"))

    def change_number(self, at):
        text = self.tokens[at].text
        if not text.rstrip("uUlLz").replace("'", "").isdigit():
            return
        suffix = text[len(text.rstrip("uUlLz")) :]
        value = int(text.rstrip("uUlLz").replace("'", ""))
        self.replace(at, f"{value + 1}{suffix}")
        if value > 0:
            self.replace(at, f"{value - 1}{suffix}")

    def change_mark(self, at):
        token, text = self.tokens[at], self.tokens[at].text
        around = self.source.text[token.start - 1], self.source.text[token.end]
        if text in SPACED and around[0].isspace() and around[1].isspace():
            self.replace(at, SPACED[text])
        elif text in CLOSE:
            self.replace(at, CLOSE[text])
        elif text == "!" and not self.is_after_value(at):
            self.replace(at, "")

    def is_after_value(self, at):
        return self.tokens[at - 1].kind in ("word", "number") and self.tokens[at - 1].text != "return"

    def stands_alone(self, at):
        """Whether this is no argument of a template."""
        text, token = self.source.text, self.tokens[at]
        return not (text[token.start - 1] == "<" or text[token.end] == ">")
