/// @file
/// For the tests: a small book in a folder of its own, to be broken on purpose.
///
/// Its chapters are built by a Makefile that only pretends: `make test` and the like look at the
/// code with grep and print what GoogleTest would. So the checks can be tried in no time.
#pragma once

#include "tests/book/chapters.hpp"
#include "tests/book/try_page.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace book {

class TryBook : public testing::Test {
protected:
    TryBook() {
        static int number = 0;
        root_ = fs::temp_directory_path() /
                ("rondo-book-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        fs::remove_all(root_);
        put("chapters/01-one/rondo/loop.cpp", "int turn() {\n    return 1;\n}\n");
        put("chapters/01-one/greet.cpp", "int main() {}\n");
        put("chapters/01-one/Makefile", makefile);
        put("chapters/01-one/tests/1_a_turn_test.cpp", "TEST(Turn, Ends) {}\n");
        put("chapters/01-one/exercises/1.1-more/README.md",
            "# More\n\nThe test `Turn.Ends` is red.\n");
        put("chapters/01-one/exercises/1.1-more/starter/answer", "?\n");
        put("chapters/01-one/exercises/1.1-more/solution/answer", "42\n");
        put("chapters/01-one/bugs/turn-twice.patch",
            "Test: Turn.Ends\n--- a/rondo/loop.cpp\n+++ b/rondo/loop.cpp\n@@ -1,3 +1,3 @@\n"
            " int turn() {\n-    return 1;\n+    return 2;\n }\n");
        put_page(page);
    }
    ~TryBook() override { fs::remove_all(root_); }

    void put(const std::string& path, const std::string& text) { write_file(root_ / path, text); }
    void put_page(const std::string& text) { put("chapters/01-one/README.md", text); }

    /// The page with one piece of it replaced.
    void change_page(const std::string& old_text, const std::string& new_text) {
        std::string text = page;
        const auto at = text.find(old_text);
        ASSERT_NE(at, text.npos) << old_text;
        put_page(text.replace(at, old_text.size(), new_text));
    }

    std::vector<Chapter> chapters() const { return chapters_of(root_); }
    const fs::path& root() const { return root_; }

    /// A turn is right if it returns 1.
    const std::string makefile =
        "greet:\n\t@echo 'Hello, Alice!'; echo 'Hello, Bob!'\n"
        "cost:\n\t@echo 'wall 1.1 s'\n"
        "forever:\n\t@sleep 100\n"
        "build/%: ; @mkdir -p $(@D) && cp turn.sh $@ 2>/dev/null || "
        "printf '%s\\n' '#!/bin/sh' 'echo \"[ RUN      ] Turn.Ends\"' "
        "'grep -q \"return 1\" rondo/loop.cpp' >$@ && chmod +x $@\n"
        "exercise-1.1:\n\t@grep -q 42 exercises/1.1-more/$(or $(WHICH),starter)/answer || "
        "{ echo '[  FAILED  ] Turn.Ends (0 ms)'; exit 1; }\n";

    const std::string page =
        "# Chapter 1: One\n\n"
        "<a id=\"a-turn\"></a>\n## A turn\n\n" +
        block("**New file** `rondo/loop.cpp`", "cpp", "int turn() {\n    return 1;\n}\n") +
        block("**New file** `greet.cpp`", "cpp", "int main() {}\n") +
        block("**Checkpoint 1.** It greets:", "console",
              "$ make greet\nHello, Alice!\nHello, Bob!\n$ make cost\nwall ~1.0 s\n") +
        "**Bug: turn twice.** The test `Turn.Ends` is red.\n\n"
        "<a id=\"exercises\"></a>\n## Exercises\n\n"
        "**Exercise 1.1** (core) [More](exercises/1.1-more/README.md).\n";

private:
    fs::path root_;
};

}  // namespace book
