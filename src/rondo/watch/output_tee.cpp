#include <rondo/watch/output_tee.hpp>

#include <iostream>
#include <map>
#include <mutex>
#include <new>
#include <streambuf>
#include <string_view>
#include <thread>
#include <utility>

namespace rondo {
namespace {

/// Who listens to which thread. All under one mutex: a loop may be made in one thread, run in
/// another and destroyed in a third, and each of them may be printing.
class Ears {
public:
    void listen(std::string& heard) {
        const std::lock_guard lock(mutex_);
        remove(heard);
        heard_in_[std::this_thread::get_id()] = &heard;
    }
    void stop_listening(const std::string& heard) noexcept {
        const std::lock_guard lock(mutex_);
        remove(heard);
    }
    void hear(std::string_view bytes) {
        const std::lock_guard lock(mutex_);
        const auto found = heard_in_.find(std::this_thread::get_id());
        if (found != heard_in_.end()) found->second->append(bytes);
    }

private:
    void remove(const std::string& heard) noexcept {
        std::erase_if(heard_in_, [&](const auto& ear) { return ear.second == &heard; });
    }

    std::mutex mutex_;
    std::map<std::thread::id, std::string*> heard_in_;
};

/// Hands on what it gets, and keeps nothing, so it is as safe with threads as what is behind it.
class Tee final : public std::streambuf {
public:
    std::streambuf* behind = nullptr;
    Ears ears;

protected:
    int_type overflow(int_type character) override {
        if (traits_type::eq_int_type(character, traits_type::eof())) return behind->pubsync();
        const char byte = traits_type::to_char_type(character);
        hear({&byte, 1});
        return behind->sputc(byte);
    }
    std::streamsize xsputn(const char* bytes, std::streamsize count) override {
        hear({bytes, static_cast<std::size_t>(count)});
        return behind->sputn(bytes, count);
    }
    int sync() override { return behind->pubsync(); }

private:
    /// Without memory for what it hears, it hears nothing, and the program's own stream stays good.
    void hear(std::string_view bytes) noexcept {
        try {
            ears.hear(bytes);
        } catch (const std::bad_alloc&) {}
    }
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

void OutputTee::listen(std::string& heard) { shared().tee.ears.listen(heard); }

void OutputTee::stop_listening(const std::string& heard) noexcept {
    shared().tee.ears.stop_listening(heard);
}

}  // namespace rondo
