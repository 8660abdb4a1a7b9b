#include <rondo/watch/output_tee.hpp>

#include <iostream>
#include <sstream>
#include <streambuf>
#include <string>

namespace {

using rondo::OutputTee;

/// Where std::cout writes during a test.
class CountingSink final : public std::stringbuf {
public:
    int flushes = 0;

protected:
    int sync() override {
        ++flushes;
        return 0;
    }
};

class OutputTees : public testing::Test {
protected:
    ~OutputTees() override { std::cout.rdbuf(before); }

    std::streambuf* before = std::cout.rdbuf();
    CountingSink sink;
    std::string heard;
};

TEST_F(OutputTees, HearWhatIsWrittenAndHandItOn) {
    std::cout.rdbuf(&sink);
    {
        const OutputTee tee;
        OutputTee::listen(heard);
        std::cout << "a text" << '!' << 7;
        OutputTee::stop_listening(heard);
        std::cout << "unheard" << '?';
    }
    EXPECT_EQ(heard, "a text!7");
    EXPECT_EQ(sink.str(), "a text!7unheard?");
    EXPECT_EQ(std::cout.rdbuf(), &sink);
}

TEST_F(OutputTees, HandOnAFlush) {
    std::cout.rdbuf(&sink);
    const OutputTee tee;
    std::cout << "a" << std::flush;
    EXPECT_EQ(sink.flushes, 1);
    std::cout.rdbuf()->sputc('b');
    std::cout << std::endl;
    EXPECT_EQ(sink.flushes, 2);
}

TEST_F(OutputTees, TheLastOfThemPutsBackWhatWasThere) {
    std::cout.rdbuf(&sink);
    {
        const OutputTee outer;
        std::streambuf* const tee = std::cout.rdbuf();
        EXPECT_NE(tee, &sink);
        { const OutputTee inner; }
        EXPECT_EQ(std::cout.rdbuf(), tee);
    }
    EXPECT_EQ(std::cout.rdbuf(), &sink);
}

TEST_F(OutputTees, WhoListensLaterIsNotSilencedByOneWhoListenedBefore) {
    std::cout.rdbuf(&sink);
    const OutputTee tee;
    std::string earlier;
    OutputTee::listen(earlier);
    OutputTee::listen(heard);
    OutputTee::stop_listening(earlier);
    std::cout << "x";
    EXPECT_EQ(heard, "x");
    OutputTee::stop_listening(heard);
}

TEST_F(OutputTees, LeaveABufferAloneThatTheProgramPutInFront) {
    std::cout.rdbuf(&sink);
    std::stringbuf own;
    {
        const OutputTee tee;
        std::streambuf* const tapped = std::cout.rdbuf(&own);
        {
            const OutputTee other;
            EXPECT_EQ(std::cout.rdbuf(), &own);
        }
        EXPECT_EQ(std::cout.rdbuf(), &own);
        std::cout << "to its own";
        std::cout.rdbuf(tapped);
    }
    EXPECT_EQ(std::cout.rdbuf(), &sink);
    EXPECT_EQ(own.str(), "to its own");
}

TEST_F(OutputTees, LeaveAStreamAloneThatHasNoBuffer) {
    std::cout.rdbuf(nullptr);
    {
        const OutputTee tee;
        EXPECT_EQ(std::cout.rdbuf(), nullptr);
    }
    EXPECT_EQ(std::cout.rdbuf(), nullptr);
    std::cout.clear();
}

}  // namespace
