#include <rondo/loop/event_loop.hpp>
#include <rondo/watch/call_graph.hpp>

#include <cstdio>
#include <new>

namespace rondo {
namespace {

/// Reports who held the loop up.
class SlowStepReporter final : public Watcher {
public:
    explicit SlowStepReporter(EventLoop& loop) : loop_(loop) {}

    void step_begins(Node& node, const NodeQueue&) override {
        try {
            what_ = describe_at_length(node);
        } catch (const std::bad_alloc&) {
            what_ = "a step";
        }
        began_ = std::chrono::steady_clock::now();
    }
    // By the clock on the wall, even if the loop's time is virtual: a step that blocks does so for
    // real.
    void step_ended() override {
        const Duration took = std::chrono::steady_clock::now() - began_;
        if (!loop_.get_debug() || took < loop_.slow_callback_duration()) return;
        std::fprintf(stderr, "rondo: Executing %s took %.3f seconds\n", what_.c_str(),
                     std::chrono::duration<double>(took).count());
    }

private:
    EventLoop& loop_;
    std::string what_;
    TimePoint began_;
};

}  // namespace

void TaskCore::note_origin(const TaskOptions& options) {
    rarities().file = options.file;
    rarities().line = options.line;
}

std::string TaskCore::made_at() const {
    if (!rarities_ || rarities_->file == nullptr) return {};
    return std::string(rarities_->file) + ":" + std::to_string(rarities_->line);
}

void EventLoop::set_debug(bool enabled) {
    check_thread();
    if (enabled && !watched_for_slowness_) {
        add_watcher(std::make_unique<SlowStepReporter>(*this));
        watched_for_slowness_ = true;
    }
    debug_ = enabled;
    guarded_ = enabled || !running_here_;
}

}  // namespace rondo
