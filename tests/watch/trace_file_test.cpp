#include "tests/support/environment.hpp"
#include "tests/support/example.hpp"
#include "tests/support/trace.hpp"
#include "tests/support/turns.hpp"

#include <rondo/rondo.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

// The file that a trace is written to: it is JSON, come what may.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::EventLoop;
using rondo::record_trace;
using support::content_of;
using support::EnvironmentVariable;
using support::Json;
using support::run_turns;
using support::Trace;
using testing::HasSubstr;

std::string message_of(auto&& refused) {
    try {
        refused();
    } catch (const rondo::RuntimeError& error) {
        return error.what();
    }
    return "nothing was thrown";
}

class TraceFiles : public testing::Test {
protected:
    /// A task's name, as it comes out of the trace.
    std::string name_in_trace(const std::string& name) {
        EventLoop loop({.virtual_time = true});
        record_trace(loop, trace.path());
        loop.run_until_complete(loop.create_task(rondo::sleep(0s), name));
        return trace.steps().at(0).at("name");
    }

    Trace trace;
};

TEST_F(TraceFiles, HoldNamesWithAnyCharacters) {
    for (const std::string name : {R"(a "quoted" \ name)", "two\nlines\r\tand\ta tab",
                                   "\x01\x1f\x7f", "Grüße, 世界 🙂"})
        EXPECT_EQ(name_in_trace(name), name);
    EXPECT_EQ(name_in_trace(std::string("a\0b", 3)), std::string("a\0b", 3));
}

TEST_F(TraceFiles, ReplaceWhatIsNotUtf8) {
    const std::string replacement = "\xEF\xBF\xBD";
    for (const std::string bad :
         {"\xff", "\x80", "\xc3", "\xc0\xaf", "\xe0\x9f\xbf", "\xe2\x82", "\xed\xa0\x80",
          "\xf0\x8f\xbf\xbf", "\xf0\x9f\x99", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80"}) {
        std::string expected = "a";
        for (std::size_t i = 0; i < bad.size(); ++i) expected += replacement;
        EXPECT_EQ(name_in_trace("a" + bad + "b"), expected + "b") << testing::PrintToString(bad);
    }
}

TEST_F(TraceFiles, HoldOutputAsItIsSplitByTheProgram) {
    std::ostringstream sink;
    std::streambuf* const before = std::cout.rdbuf(sink.rdbuf());
    {
        EventLoop loop({.virtual_time = true});
        record_trace(loop, trace.path());
        loop.call_soon([] { std::cout << "\"" << 1 << '\n' << "\\" << std::endl; });
        run_turns(loop);
    }
    std::cout.rdbuf(before);
    EXPECT_EQ(trace.steps().at(0).at("args").at("output"), "\"1\n\\\n");
}

TEST_F(TraceFiles, AreWholeAfterEachStep) {
    EventLoop loop({.virtual_time = true});
    record_trace(loop, trace.path());
    EXPECT_EQ(trace.steps().size(), 0U);
    loop.call_soon([&] { EXPECT_EQ(trace.steps().size(), 0U); });
    loop.call_soon([&] { EXPECT_EQ(trace.steps().size(), 1U); });
    run_turns(loop);
    EXPECT_EQ(trace.steps().size(), 2U);
    const std::string while_open = content_of(trace.path());
    loop.close();
    EXPECT_EQ(content_of(trace.path()), while_open);
}

TEST_F(TraceFiles, AreWholeIfTheProgramExits) {
    EXPECT_EXIT(
        {
            EventLoop loop({.virtual_time = true});
            record_trace(loop, trace.path());
            loop.call_soon([] {});
            loop.call_soon([] { std::exit(3); });
            run_turns(loop);
        },
        testing::ExitedWithCode(3), "");
    EXPECT_EQ(trace.steps().size(), 1U);
}

TEST_F(TraceFiles, AreWholeIfAnExceptionEndsTheProgram) {
    const auto main = []() -> Coro<> {
        co_await rondo::sleep(0s);
        throw std::runtime_error("enough");
    };
    {
        EventLoop loop({.virtual_time = true});
        record_trace(loop, trace.path());
        EXPECT_THROW(loop.run_until_complete(main()), std::runtime_error);
    }
    EXPECT_EQ(trace.steps().at(1).at("args").at("end"), "std::runtime_error: enough");
}

TEST_F(TraceFiles, EndWithTheLoopThatIsClosedWithWorkInFlight) {
    EventLoop loop({.virtual_time = true});
    loop.set_exception_handler([](EventLoop&, const rondo::ErrorContext&) {});
    record_trace(loop, trace.path());
    loop.create_task(rondo::sleep(1h));
    run_turns(loop);
    loop.close();
    EXPECT_EQ(trace.steps().size(), 1U);
}

TEST_F(TraceFiles, AreRefusedIfTheyCannotBeOpened) {
    EventLoop loop;
    EXPECT_EQ(message_of([&] { record_trace(loop, trace.path("no/such.json")); }),
              "the trace '" + trace.path("no/such.json") +
                  "' cannot be written: No such file or directory");
    const EnvironmentVariable variable("RONDO_TRACE", trace.path("no/such.json"));
    EXPECT_THAT(message_of([] { EventLoop another; }), HasSubstr("No such file or directory"));
}

TEST_F(TraceFiles, AreRefusedForALoopThatIsClosed) {
    EventLoop loop;
    loop.close();
    EXPECT_EQ(message_of([&] { record_trace(loop, trace.path()); }), "Event loop is closed");
    EXPECT_FALSE(std::filesystem::exists(trace.path()));
}

/// Which number a loop's file got, if it is called "greet-7.json" or "greet-7".
int number_of_next_loop(const Trace& trace, const std::string& name, const std::string& extension) {
    const std::filesystem::path own_folder = trace.path("a.folder");
    std::filesystem::create_directory(own_folder);
    const EnvironmentVariable variable("RONDO_TRACE", own_folder / (name + extension));
    { const EventLoop loop; }
    const std::filesystem::directory_iterator files(own_folder);
    const std::string stem = files->path().stem();
    EXPECT_EQ(files->path().extension(), extension);
    std::filesystem::remove_all(own_folder);
    if (stem == name) return 1;
    EXPECT_EQ(stem.substr(0, name.size() + 1), name + "-");
    return std::stoi(stem.substr(name.size() + 1));
}

TEST_F(TraceFiles, AreOneForEachLoopAndNumbered) {
    const int first = number_of_next_loop(trace, "greet", ".json");
    EXPECT_EQ(number_of_next_loop(trace, "greet", ".json"), first + 1);
    EXPECT_EQ(number_of_next_loop(trace, "greet", ""), first + 2);
    EXPECT_EQ(number_of_next_loop(trace, "two.dots", ".json"), first + 3);
    EXPECT_EQ(number_of_next_loop(trace, ".hidden", ""), first + 4);  // no extension, but its name
}

TEST_F(TraceFiles, OfAProgramHaveTheNameThatTheVariableSays) {
    if (support::environment("RONDO_EXAMPLES_DIR").empty())
        GTEST_SKIP() << "needs RONDO_EXAMPLES_DIR: see make test";
    const EnvironmentVariable variable("RONDO_TRACE", trace.path());
    const std::string printed = support::output_of_example("greet");
    std::string output;
    for (const Json& step : trace.steps()) output += step.at("args").at("output");
    EXPECT_THAT(printed, HasSubstr("Results: Hello, Alice!, Hello, Bob!\n"));
    EXPECT_EQ(output, printed);
}

TEST_F(TraceFiles, AreNoneIfTheVariableIsEmpty) {
    const EnvironmentVariable variable("RONDO_TRACE", "");
    EXPECT_EQ(message_of([] { EventLoop loop; }), "nothing was thrown");
}

TEST_F(TraceFiles, AreWrittenByLoopsOfSeveralThreadsAtOnce) {
    std::ostringstream sink;
    std::streambuf* const before = std::cout.rdbuf(sink.rdbuf());
    const auto record = [this](std::string name) {
        EventLoop loop({.virtual_time = true});
        record_trace(loop, trace.path(name + ".json"));
        for (int i = 0; i < 50; ++i) {
            loop.call_soon([] {});
            run_turns(loop);
        }
    };
    std::thread a(record, "a"), b(record, "b");
    a.join();
    b.join();
    EXPECT_EQ(std::cout.rdbuf(), sink.rdbuf());
    std::cout.rdbuf(before);
    EXPECT_GT(trace.events("a.json").size(), 100U);
    EXPECT_GT(trace.events("b.json").size(), 100U);
}

}  // namespace
