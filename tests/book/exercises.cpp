#include "tests/book/exercises.hpp"

#include "tests/book/trial.hpp"

#include <algorithm>

namespace book {
namespace {

constexpr std::chrono::seconds limit(300);

class ExerciseTrials {
public:
    ExerciseTrials(const std::vector<Chapter>& chapters, std::size_t index)
        : chapter_(chapters[index]),
          page_(page_of(chapter_)),
          workshop_(chapter_.root, fs::path(chapter_.path).filename().string() + "-exercises"),
          files_(folder_of_reader(chapters, index, sources_of(chapter_))) {}

    Problems all() {
        if (!page_.problems.empty()) return page_.problems;
        check_links();
        workshop_.lay_out(files_);
        if (fs::exists(chapter_.folder() / "exercises"))
            for (const auto& entry : fs::directory_iterator(chapter_.folder() / "exercises"))
                if (entry.is_directory()) try_exercise(entry.path().filename().string());
        return problems_;
    }

private:
    void report(const std::string& file, std::size_t line, const std::string& what) {
        problems_.emplace_back(file, line, what);
    }

    /// Exercise 2.3 of the page is `exercises/2.3-some-name` of chapter 2.
    void check_links() {
        for (const Exercise& exercise : page_.exercises) {
            const auto dot = exercise.number.find('.');
            const std::string chapter = std::to_string(std::stoi(chapter_.number));
            if (exercise.number.substr(0, dot) != chapter)
                report(page_.path, exercise.line,
                       "exercise " + exercise.number + " should be number " + chapter +
                           exercise.number.substr(dot));
            const std::string folder = "exercises/" + exercise.number + "-";
            if (!exercise.link.starts_with(folder))
                report(page_.path, exercise.line,
                       "exercise " + exercise.number + " links to " + exercise.link +
                           "; expected " + folder + "...");
        }
    }

    void try_exercise(const std::string& name) {
        const std::string folder = "exercises/" + name;
        const std::string readme = chapter_.path + "/" + folder + "/README.md";
        const bool linked = std::any_of(
            page_.exercises.begin(), page_.exercises.end(), [&](const Exercise& exercise) {
                return exercise.link.starts_with(folder + "/") || exercise.link == folder;
            });
        if (!linked) report(page_.path, 1, "no **Exercise ...** paragraph links to " + folder);
        const auto task = files_.find(folder + "/README.md");
        if (task == files_.end()) return report(readme, 1, "the exercise has no task");
        const std::vector<std::string> tests = tests_named(task->second);
        if (tests.empty())
            return report(
                readme, 1,
                "the task names no test that is red; expected one in backquotes: `Suite.Test`");
        const std::string command = "make exercise-" + name.substr(0, name.find('-'));
        try_starter(command, readme, tests.front());
        try_solution(command + " WHICH=solution", readme);
    }

    void try_starter(const std::string& command, const std::string& readme,
                     const std::string& test) {
        const auto is_red = [&](const Outcome& outcome) {
            return !outcome.succeeded() &&
                   outcome.output.find("[  FAILED  ] " + test) != std::string::npos;
        };
        const Outcome outcome = run(command, is_red);
        if (is_red(outcome)) return;
        report(readme, 1,
               (outcome.succeeded() ? "the starter passes; `" + test + "` should be red"
                                    : "the starter is red, but not because of `" + test + "`") +
                   ". `" + command + "` prints:\n" + quoted(lines_of(outcome.output)));
    }

    void try_solution(const std::string& command, const std::string& readme) {
        const Outcome outcome = run(command, [](const Outcome& any) { return any.succeeded(); });
        if (!outcome.succeeded())
            report(readme, 1,
                   "the solution fails. `" + command + "` prints:\n" +
                       quoted(lines_of(outcome.output)));
    }

    template <class Expected>
    Outcome run(const std::string& command, Expected as_expected) {
        return workshop_
            .run(
                {command}, limit,
                [&](const std::vector<Outcome>& outcomes) { return as_expected(outcomes.front()); })
            .front();
    }

    const Chapter& chapter_;
    Page page_;
    Workshop workshop_;
    Files files_;
    Problems problems_;
};

}  // namespace

Problems check_exercises(const std::vector<Chapter>& chapters, std::size_t index) {
    return ExerciseTrials(chapters, index).all();
}

}  // namespace book
