#include "tests/conformance/conformance.hpp"

#include <rondo/kernel/choose.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace conformance {
namespace {

std::string read(const std::string& path) {
    std::ifstream file(path);
    EXPECT_TRUE(file) << "cannot read " << path;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// In a thread of its own, as a Python program has a process of its own: in each thread the tasks
/// are numbered anew.
std::string output_of(Program program, const rondo::LoopOptions& options) {
    output.str("");
    std::thread([&] {
        try {
            program(options);
        } catch (...) {
            print("uncaught:", type_name(std::current_exception()),
                  message_of(std::current_exception()));
        }
    }).join();
    return output.str();
}

std::set<std::string>& names() {
    static std::set<std::string> all;
    return all;
}

/// The names of the files with this ending in a folder beside this file, without the ending.
std::set<std::string> names_in(const std::string& where, const std::string& ending) {
    std::set<std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(folder() + where))
        if (file.path().extension() == ending) found.insert(file.path().stem().string());
    return found;
}

}  // namespace

bool note(const char* name) { return names().insert(name).second; }
const std::set<std::string>& noted() { return names(); }

std::string folder() {
    const char* source = std::getenv("RONDO_SOURCE_DIR");
    return std::string(source != nullptr ? source : ".") + "/tests/conformance/";
}

void compare(const std::string& name, Program program, bool blocks) {
    const std::string expected = read(folder() + "expected/" + name + ".out");
    // What waits for ever is found out in virtual time only; so that comes first.
    if (!blocks) {
        ASSERT_EQ(output_of(program, {.virtual_time = true}), expected) << "in virtual time";
    }
    for (const std::string_view poller : rondo::poller_names()) {
        EXPECT_EQ(output_of(program, {.poller = poller}), expected) << "on " << poller;
    }
}

std::string type_name(const std::exception_ptr& exception) {
    if (!exception) return "none";
    try {
        std::rethrow_exception(exception);
    } catch (const ValueError&) {
        return "ValueError";
    } catch (const rondo::CancelledError&) {
        return "CancelledError";
    } catch (const rondo::TimeoutError&) {
        return "TimeoutError";
    } catch (const rondo::ExceptionGroup&) {
        return "ExceptionGroup";
    } catch (const rondo::InvalidStateError&) {
        return "InvalidStateError";
    } catch (const rondo::BrokenBarrierError&) {
        return "BrokenBarrierError";
    } catch (const rondo::RuntimeError&) {
        return "RuntimeError";
    } catch (const rondo::QueueEmpty&) {
        return "QueueEmpty";
    } catch (const rondo::QueueFull&) {
        return "QueueFull";
    } catch (const rondo::QueueShutDown&) {
        return "QueueShutDown";
    } catch (const rondo::LookupError&) {
        return "LookupError";
    } catch (const std::invalid_argument&) {
        return "ValueError";  // what the library throws where Python raises one
    } catch (...) {
        return "an exception of a type that no program uses";
    }
}

std::string message_of(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const std::exception& error) {
        return error.what();
    } catch (const rondo::CancelledError& error) {
        return error.message();
    }
}

#ifdef _WIN32
const bool left_out = note("threads_signals");  // which is of POSIX
#endif

TEST(Conformance, EveryExpectedOutputHasItsProgram) {
    EXPECT_EQ(names_in("expected", ".out"), noted());
    EXPECT_EQ(names_in("programs", ".py"), noted());
}

}  // namespace conformance
