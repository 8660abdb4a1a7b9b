// The greet example, as the running program prints it.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#ifndef _WIN32
#include <sys/resource.h>
#endif

namespace {

struct Run {
    std::string output = "it cannot be run";
    std::chrono::duration<double> wall{};
    double processor = 0;
};

// The processor's time of programs that were run from here and are over.
double processor_of_children() {
#ifdef _WIN32
    return 0;
#else
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
#endif
}

// It runs once, for all tests. `make test` says where it is.
const Run& greet() {
    static const Run run = [] {
        Run now;
        const char* program = std::getenv("GREET");
        if (program == nullptr) return now;
        const auto began = std::chrono::steady_clock::now();
        FILE* pipe = popen(program, "r");
        if (pipe == nullptr) return now;
        now.output.clear();
        for (int character; (character = std::fgetc(pipe)) != EOF;)
            if (character != '\r') now.output += static_cast<char>(character);
        if (pclose(pipe) != 0) now.output = "it failed after: " + now.output;
        now.wall = std::chrono::steady_clock::now() - began;
        now.processor = processor_of_children();
        return now;
    }();
    return run;
}

TEST(GreetOverASocket, PrintsTheArticlesLinesInTheArticlesOrder) {
    EXPECT_EQ(greet().output,
              "Tasks created, awaiting results...\n"
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Finished greeting Alice!\n"
              "Finished greeting Bob!\n"
              "Results: Hello, Alice!, Hello, Bob!\n");
}

TEST(GreetOverASocket, GreetsBothAtTheSameTime) {
    EXPECT_GE(greet().wall.count(), 1.0);
    EXPECT_LT(greet().wall.count(), 1.99);
}

TEST(GreetOverASocket, WaitsWithoutWorking) { EXPECT_LT(greet().processor, 0.3); }

}  // namespace
