#!/usr/bin/env python3
"""random_test.py TOTALS: tries the generator of mutants itself, on a library of one function or two."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE))
import random_mutants  # noqa: E402
from changes import changes_of  # noqa: E402
from cpp_source import Source  # noqa: E402
from explained import Explained  # noqa: E402


def changes(text):
    return [f"{change.line}: {change.text}" for change in changes_of(Source("a.hpp", text))]


def functions(text):
    return [function.name for function in Source("a.hpp", text).functions]


def after(text, wanted):
    """The function's body after one change."""
    return next(change.applied() for change in changes_of(Source("a.hpp", text)) if change.text == wanted)


class Reading(unittest.TestCase):
    def test_finds_functions_by_name(self):
        self.assertEqual(functions("namespace a { void f() {} class B { int g() const { return 1; } ~B() {} }; }"),
                         ["f", "B::g", "B::~B"])  # fmt: skip

    def test_finds_what_is_defined_outside_of_its_class(self):
        self.assertEqual(functions("template <class T> auto A::f(T x) -> T requires B<T> { return x; }"), ["A::f"])

    def test_tells_a_body_from_values_in_braces(self):
        self.assertEqual(functions("struct A { A() : a{1}, b(2) {} int a{0}; int b = {3}; };"), ["A::A"])

    def test_leaves_alone_what_a_string_or_a_comment_says(self):
        self.assertEqual(changes('void f() { g("a == b", R"(!1)"); /* 1 < 2 */ }  // true'),
                         ["1: is left out", "1: `return;` before it"])  # fmt: skip


class Changing(unittest.TestCase):
    def test_leaves_a_statement_out(self):
        self.assertEqual(after("void f() { a(); }", "is left out"), "{  }")

    def test_swaps_two_statements(self):
        self.assertEqual(after("void f() { a(); b(); }", "and the next statement change places"), "{ b(); a(); }")

    def test_leaves_alone_what_does_nothing_at_run_time_and_locks(self):
        self.assertEqual(changes("void f() { static_assert(a); refuse_bare_number<T>(); }"), [])
        self.assertEqual(changes("void f() { const std::lock_guard lock(mutex); }"), [])

    def test_swaps_nothing_that_jumps(self):
        self.assertNotIn("1: and the next statement change places", changes("int f() { a(); return 1; }"))

    def test_never_leaves_out_the_last_return(self):
        self.assertEqual(changes("X f() { return x; }"), [])

    def test_changes_comparisons_but_no_templates(self):
        self.assertEqual(after("bool f() { return a < g<1>(b); }", "`<` becomes `<=`"), "{ return a <= g<1>(b); }")
        self.assertEqual(changes("X f() { return g<1>(b); }"), [])

    def test_changes_constants_by_one(self):
        self.assertEqual(after("int f() { return 4U; }", "`4U` becomes `5U`"), "{ return 5U; }")
        self.assertEqual(after("int f() { return 4U; }", "`4U` becomes `3U`"), "{ return 3U; }")

    def test_drops_a_not(self):
        self.assertEqual(after("X f() { return !a; }", "`!` becomes ``"), "{ return a; }")

    def test_lets_a_loop_run_once(self):
        self.assertEqual(after("void f() { while (a) b(); }", "`while` becomes `if`"), "{ if (a) b(); }")

    def test_asks_for_the_opposite(self):
        self.assertEqual(after("void f() { if (a && b) c(); }", "`if` asks for the opposite"),
                         "{ if (!(a && b)) c(); }")  # fmt: skip

    def test_returns_early(self):
        self.assertEqual(after("void f() { a(); }", "`return;` before it"), "{ return; a(); }")
        self.assertEqual(after("int f() { a(); return b; }", "`return {};` before it"), "{ return {}; a(); return b; }")

    def test_changes_statements_of_lambdas(self):
        self.assertEqual(after("void f() { g([] { a(); }, 1 + x); }", "`+` becomes `-`"), "{ g([] { a(); }, 1 - x); }")
        self.assertIn("1: is left out (number 2 of the line)", changes("void f() { g([] { a(); }); }"))

    def test_changes_the_values_that_members_begin_with(self):
        self.assertEqual(changes("class A { bool a = true; static constexpr int b = 1; virtual void f() = 0; };"),
                         ["1: `true` becomes `false`"])  # fmt: skip

    def test_draws_the_same_again_and_from_every_file(self):
        there = {path: changes_of(Source(path, "void f() { a(); b(); c(); }")) for path in ("a.hpp", "b.hpp", "c.hpp")}
        drawn = random_mutants.draw(there, 5, 7)
        self.assertEqual(drawn, random_mutants.draw(there, 5, 7))
        self.assertEqual({change.source.path for change in drawn}, set(there))


TINY_HPP = """\
#pragma once
namespace rondo {
inline int larger(int a, int b) { return a < b ? b : a; }
template <class T>
T twice(T a) {
    a += a;
    return a;
}
int sum_up_to(int last);
void nobody_calls_this(int& a);
}
"""
TINY_CPP = """\
#include <rondo/rondo.hpp>
namespace rondo {
int sum_up_to(int last) {
    int sum = 0;
    for (int number = 1; number <= last; ++number) {
        sum += number;
    }
    return sum;
}
void nobody_calls_this(int& a) { a = 5; }
}
"""
TINY_TEST = """\
using namespace rondo;
TEST(Tiny, Larger) { EXPECT_EQ(larger(1, 2), 2); }
TEST(Tiny, Twice) { EXPECT_EQ(twice(3), 6); }
TEST(Tiny, Sum) { EXPECT_EQ(sum_up_to(4), 10); }
"""
EXPLAINED = """\
# The larger of two equal numbers is either.

src/rondo/rondo.hpp larger
    inline int larger(int a, int b) { return a < b ? b : a; }
    `<` becomes `<=`
    Of two equal numbers either is the larger.
"""
STALE = EXPLAINED + """
src/rondo/rondo.hpp larger
    inline int larger(int a, int b) { return a > b ? a : b; }
    `>` becomes `>=`
    This line was written anew.
"""


class Trying(unittest.TestCase):
    """One build of a tiny library with all its mutants."""

    @classmethod
    def setUpClass(cls):
        cls.kept = tempfile.TemporaryDirectory()
        cls.root = Path(cls.kept.name)
        for path, text in (("src/rondo/rondo.hpp", TINY_HPP), ("src/rondo/tiny/tiny.cpp", TINY_CPP),
                           ("tests/tiny/tiny_test.cpp", TINY_TEST)):  # fmt: skip
            (cls.root / path).parent.mkdir(parents=True, exist_ok=True)
            (cls.root / path).write_text(text)
        (cls.root / "tests/support").mkdir()
        (cls.root / ".make").symlink_to(ROOT / ".make")
        cls.status, cls.said = cls.try_tiny(EXPLAINED)

    @classmethod
    def tearDownClass(cls):
        cls.kept.cleanup()

    @classmethod
    def try_tiny(cls, explained, *arguments):
        (cls.root / "tests/mutants").mkdir(exist_ok=True)
        (cls.root / "tests/mutants/explained.txt").write_text(explained)
        command = [sys.executable, "-B", HERE / "random_mutants.py", "--count", "100", "--seed", "1", "--root", cls.root]
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_a_mutant_is_caught_by_the_test_that_fails(self):
        self.assertRegex(self.said, r"caught     src/rondo/rondo.hpp:6: `a \+= a;` is left out: by Tiny.Twice")

    def test_an_endless_loop_is_caught(self):
        self.assertRegex(self.said, r"caught .*`\+\+` becomes `--`: by Tiny.Sum")

    def test_what_no_test_reaches_survives(self):
        self.assertRegex(self.said, r"SURVIVED   src/rondo/tiny/tiny.cpp:10: `void nobody_.*` `5` becomes `6`")
        self.assertEqual(self.status, 1, self.said)

    def test_what_changes_nothing_is_explained(self):
        self.assertRegex(self.said, r"explained  .*`<` becomes `<=`: Of two equal numbers either is the larger.")

    def test_what_does_not_compile_is_left_out(self):
        self.assertRegex(self.said, r"\d+ do not compile")
        self.assertNotIn("`int sum = 0;` is left out", self.said)

    def test_an_explanation_of_what_is_gone_is_an_error(self):
        status, said = self.try_tiny(STALE)
        self.assertEqual(status, 1)
        self.assertRegex(said, r"explains a change that there is not any more: .*a > b")
        self.assertNotIn("any more", self.said)


class Explaining(unittest.TestCase):
    def test_an_explanation_without_a_reason_is_an_error(self):
        self.assertEqual(len(Explained("a.hpp f\n    a();\n    is left out\n").faults), 1)


def main():
    program = unittest.main(argv=sys.argv[:1], exit=False)
    failed = len(program.result.failures) + len(program.result.errors)
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(f"{program.result.testsRun - failed} passed, {failed} failed, 0 skipped\n")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
