#include "tests/book/trial.hpp"

#include <regex>

namespace book {
namespace {

constexpr std::chrono::seconds limit(300);

Verdict verdict_of(const std::vector<Outcome>& outcomes) {
    if (!outcomes[0].succeeded()) return Verdict::not_built;
    if (outcomes[1].output.find("[ RUN ") == std::string::npos) return Verdict::not_there;
    return outcomes[1].succeeded() ? Verdict::green : Verdict::red;
}

}  // namespace

std::string file_with_test(const Files& files, const std::string& test) {
    const auto dot = test.find('.');
    const std::regex definition("TEST(_F|_P)?\\(\\s*" + test.substr(0, dot) + ",\\s*" +
                                test.substr(dot + 1) + "\\s*\\)");
    for (const auto& [path, text] : files)
        if (path.starts_with("tests/") && std::regex_search(text, definition)) return path;
    return {};
}

Trial try_test(Workshop& workshop, const Files& files, const std::string& test, Verdict expected) {
    const std::string file = file_with_test(files, test);
    if (file.empty()) return {Verdict::not_there, ""};
    workshop.lay_out(files);
    const std::string program = "build/" + file.substr(0, file.rfind('.'));
    // greet is there for the tests that run it; those of early sections do without.
    const std::vector<std::string> commands = {
        "make -s " + program,
        "make -s build/greet >build/greet.log 2>&1; GREET=build/greet timeout 20 " + program +
            " --gtest_filter=" + test};
    const auto outcomes = workshop.run(commands, limit, [&](const std::vector<Outcome>& all) {
        return verdict_of(all) == expected;
    });
    return {verdict_of(outcomes), outcomes[0].output + outcomes[1].output};
}

std::string in_words(Verdict verdict) {
    switch (verdict) {
        case Verdict::green:
            return "is green";
        case Verdict::red:
            return "is red";
        case Verdict::not_built:
            return "does not compile";
        case Verdict::not_there:
            return "is in no file of tests/";
    }
    return "";
}

}  // namespace book
