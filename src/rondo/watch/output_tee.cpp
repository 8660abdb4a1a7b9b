#include <rondo/watch/output_tee.hpp>

#include <iostream>
#include <mutex>
#include <streambuf>
#include <utility>

namespace rondo {
namespace {

constinit thread_local std::string* heard_here = nullptr;

/// Hands on what it gets, and keeps nothing, so it is as safe with threads as what is behind it.
class Tee final : public std::streambuf {
public:
    std::streambuf* behind = nullptr;

protected:
    int_type overflow(int_type character) override {
        if (traits_type::eq_int_type(character, traits_type::eof())) return behind->pubsync();
        const char byte = traits_type::to_char_type(character);
        if (heard_here != nullptr) *heard_here += byte;
        return behind->sputc(byte);
    }
    std::streamsize xsputn(const char* bytes, std::streamsize count) override {
        if (heard_here != nullptr) heard_here->append(bytes, static_cast<std::size_t>(count));
        return behind->sputn(bytes, count);
    }
    int sync() override { return behind->pubsync(); }
};

struct Shared {
    std::mutex mutex;
    int users = 0;
    Tee tee;
};

/// The one tee of the program. It is never destroyed: somebody may have noted it as std::cout's
/// buffer, in order to bring it back.
Shared& shared() {
    static auto& the_one = *new Shared;
    return the_one;
}

}  // namespace

OutputTee::OutputTee() {
    Shared& all = shared();
    const std::lock_guard lock(all.mutex);
    ++all.users;
    std::streambuf* const present = std::cout.rdbuf();
    if (present == &all.tee || present == nullptr) return;
    // The program has put a buffer of its own in front of the tee, which may lead to it.
    if (all.tee.behind != nullptr && all.tee.behind != present) return;
    all.tee.behind = present;
    std::cout.rdbuf(&all.tee);
}

OutputTee::~OutputTee() {
    Shared& all = shared();
    const std::lock_guard lock(all.mutex);
    if (--all.users != 0 || std::cout.rdbuf() != &all.tee) return;
    std::cout.rdbuf(std::exchange(all.tee.behind, nullptr));
}

void OutputTee::listen(std::string& heard) { heard_here = &heard; }

void OutputTee::stop_listening(const std::string& heard) {
    if (heard_here == &heard) heard_here = nullptr;
}

}  // namespace rondo
