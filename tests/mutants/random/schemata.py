"""Many mutants in one build: of each function that changes there is a copy for each change.

Which copy runs is decided when the program starts, by RONDO_MUTANT: no mutant is compiled alone. What the compiler
says of a copy names the mutant, for the copy claims to come from a file of that name.
"""

from collections import defaultdict

CHOICE_HPP = """\
#pragma once
#include <type_traits>
namespace rondo::mutants {
/// Whether the mutant that this run tries is none of those; notes that the place was reached.
bool is_none_of(int first, int last);
/// The same where constants are computed, which is not at run time.
constexpr bool none_of(int first, int last) {
    return std::is_constant_evaluated() || is_none_of(first, last);
}
}  // namespace rondo::mutants
"""

# The notes lie in a file that is mapped, so that child processes write there too.
CHOICE_CPP = """\
#include <rondo/mutants.hpp>

#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rondo::mutants {
namespace {

struct Choice {
    Choice() {
        if (const char* number = std::getenv("RONDO_MUTANT")) mutant = std::atoi(number);
        const char* path = std::getenv("RONDO_MUTANTS_REACHED");
        const int file = path != nullptr ? ::open(path, O_RDWR | O_CLOEXEC) : -1;
        if (file == -1) return;
        struct stat status = {};
        ::fstat(file, &status);
        void* map = ::mmap(nullptr, static_cast<size_t>(status.st_size), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        if (map != MAP_FAILED) reached = static_cast<volatile char*>(map);
    }
    int mutant = 0;
    volatile char* reached = nullptr;
};

}  // namespace

bool is_none_of(int first, int last) {
    static const Choice choice;
    if (choice.reached != nullptr) choice.reached[first] = 1;
    return choice.mutant < first || choice.mutant > last;
}

}  // namespace rondo::mutants
"""

# Notes after each test what it reached, one line: the test, its file, milliseconds, the places.
LISTENER_CPP = """\
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

class Listener final : public testing::EmptyTestEventListener {
public:
    void OnTestStart(const testing::TestInfo&) override { take(); }
    void OnTestEnd(const testing::TestInfo& test) override {
        std::ofstream notes(std::getenv("RONDO_MUTANTS_TESTS"), std::ios::app);
        notes << test.test_suite_name() << '.' << test.name() << '\\t' << test.file() << '\\t'
              << test.result()->elapsed_time() << '\\t' << take() << '\\n';
    }

private:
    /// What was reached since the last time.
    static std::string take() {
        std::fstream file(std::getenv("RONDO_MUTANTS_REACHED"), std::ios::in | std::ios::out | std::ios::binary);
        const std::string marks((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        std::string places;
        for (std::size_t place = 0; place < marks.size(); ++place)
            if (marks[place] != 0) places += std::to_string(place) + ' ';
        file.clear();
        file.seekp(0);
        file << std::string(marks.size(), '\\0');
        return places;
    }
};

[[maybe_unused]] const bool listening = [] {
    if (std::getenv("RONDO_MUTANTS_TESTS") != nullptr)
        testing::UnitTest::GetInstance()->listeners().Append(new Listener);
    return true;
}();

}  // namespace
"""


class Mutant:
    """A change with a number. `place` is what is noted when its function is reached."""

    def __init__(self, number, change):
        self.number, self.change, self.place = number, change, number
        self.compiles = True


def numbered(changes):
    """Numbers the changes so that those of one function follow each other; gives the mutants as drawn."""
    order = sorted(range(len(changes)), key=lambda at: (changes[at].source.path, changes[at].extent(), at))
    mutants = [None] * len(changes)
    for number, at in enumerate(order, 1):
        mutants[at] = Mutant(number, changes[at])
    for group in by_extent(mutants).values():
        for mutant in group:
            mutant.place = group[0].number
    return mutants


def by_extent(mutants):
    groups = defaultdict(list)
    for mutant in sorted(mutants, key=lambda each: each.number):
        groups[mutant.change.source.path, mutant.change.extent()].append(mutant)
    return groups


def with_mutants(source, mutants):
    """The text of a file in which each function has its copies."""
    text = source.text
    for (_, (start, end)), group in sorted(by_extent(mutants).items(), reverse=True):
        compiling = [mutant for mutant in group if mutant.compiles]
        if compiling:
            made = copies if group[0].change.function else choices
            text = text[:start] + made(source, compiling, start, end) + text[end:]
    return f'#include <rondo/mutants.hpp>\n#line 1 "{source.path}"\n{text}'


def copies(source, mutants, start, end):
    line = source.line_of(start)
    first, last = mutants[0].number, mutants[-1].number
    made = f"{{ if (::rondo::mutants::none_of({first}, {last})) {source.text[start:end]}"
    for mutant in mutants:
        number = mutant.number
        asked = "" if mutant is mutants[-1] else f"if (!::rondo::mutants::none_of({number}, {number})) "
        made += f'\n#line {line} "mutant-{number}"\nelse {asked}{mutant.change.applied()}'
    return made + f'\n#line {source.line_of(end)} "{source.path}"\n}}'


def choices(source, mutants, start, end):
    made = source.text[start:end]
    for mutant in mutants:
        number = mutant.number
        made = f"(::rondo::mutants::none_of({number}, {number}) ? {made} : {mutant.change.applied()})"
    return made
