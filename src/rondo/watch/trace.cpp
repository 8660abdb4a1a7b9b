#include <rondo/base/counted.hpp>
#include <rondo/kernel/virtual_time.hpp>
#include <rondo/watch/moment.hpp>
#include <rondo/watch/names.hpp>
#include <rondo/watch/output_tee.hpp>
#include <rondo/watch/trace.hpp>
#include <rondo/watch/trace_file.hpp>

#include <concepts>
#include <new>
#include <optional>
#include <unordered_set>
#include <utility>

namespace rondo {
namespace {

using Clock = std::chrono::steady_clock;  // on the wall, even if the loop's time is virtual

/// The part of an event that all have.
struct EventHead {
    const char* phase;  // X: from `at`, for `took`; i: a moment; C: a counter; M: a name
    std::string_view name;
    TimePoint at;
    Duration took = {};
};

class TraceRecorder final : public Watcher {
public:
    TraceRecorder(EventLoop& loop, const std::string& path);
    ~TraceRecorder() override;

    void turn_begins() override;
    void kernel_reported(const NodeQueue& nodes) override;
    void timers_due(const NodeQueue& nodes) override;
    void step_begins(Node& node, const NodeQueue& behind) override;
    void step_ended() override;

private:
    void add_event(const EventHead& head, std::string_view args);
    template <class F>
    void add_event(const EventHead& head, F write_args) requires std::invocable<F, JsonObject&>;
    void add_name(const char* what, const char* name);
    void add_output_between_steps();
    void add_arrivals(const char* what, const NodeQueue& nodes);
    void add_counter(const char* what, std::size_t count, std::size_t& last);
    void add_counters(const MomentLengths& lengths);
    void add_turn_and_time(JsonObject& args);
    void write_end_of_step(JsonObject& args);
    const char* kind_of(const Node& node) const;

    EventLoop& loop_;
    TraceFile file_;
    OutputTee tee_;
    TimePoint began_ = Clock::now();
    TimePoint began_by_loop_ = loop_.time();
    std::int64_t turn_ = 0;
    bool may_wait_ = false;
    TimePoint wait_began_;
    std::unordered_set<const Node*> reported_;  // in this turn
    std::unordered_set<const Node*> due_;
    static constexpr std::size_t unknown = ~std::size_t{0};
    MomentLengths counted_{unknown, unknown, unknown, unknown};

    std::string between_;  // what was printed since the last step

    // The step that runs.
    std::string name_;
    std::string args_text_;
    std::optional<JsonObject> args_;
    Counted<Completion> task_;
    TimePoint step_began_;
    std::string output_;
};

TraceRecorder::TraceRecorder(EventLoop& loop, const std::string& path) : loop_(loop), file_(path) {
    add_name("process_name", "rondo");
    add_name("thread_name", "event loop");
    add_event({"i", "recording", began_}, [&](JsonObject& args) {
        args.add("poller", loop_.poller().name());
        args.key("virtual_time") += loop_.poller().time_is_virtual() ? "true" : "false";
    });
    file_.flush();
    OutputTee::listen(between_);
}

TraceRecorder::~TraceRecorder() {
    OutputTee::stop_listening(between_);
    OutputTee::stop_listening(output_);
    try {
        add_output_between_steps();
    } catch (const std::bad_alloc&) {}  // it is missing, then
}

/// Adds an event to the file, with args that `write_args` writes.
template <class F>
void TraceRecorder::add_event(const EventHead& head,
                              F write_args) requires std::invocable<F, JsonObject&> {
    std::string text;
    {
        JsonObject args(text);
        write_args(args);
    }
    add_event(head, std::string_view(text));
}

void TraceRecorder::add_event(const EventHead& head, std::string_view args) {
    std::string text;
    {
        JsonObject event(text);
        event.add("name", head.name);
        event.add("ph", head.phase);
        event.add("pid", 1);
        event.add("tid", 1);
        append_microseconds(event.key("ts"), head.at - began_);
        if (*head.phase == 'X') append_microseconds(event.key("dur"), head.took);
        if (*head.phase == 'i') event.add("s", "t");  // it concerns this thread
        event.key("args") += args;
    }
    file_.add(text);
}

void TraceRecorder::add_name(const char* what, const char* name) {
    add_event({"M", what, began_}, [&](JsonObject& args) { args.add("name", name); });
}

void TraceRecorder::add_turn_and_time(JsonObject& args) {
    args.add("turn", turn_);
    append_microseconds(args.key("loop_time"), loop_.time() - began_by_loop_);
}

void TraceRecorder::turn_begins() {
    ++turn_;
    reported_.clear();
    due_.clear();
    OutputTee::listen(between_);  // another loop of this thread may have
    add_output_between_steps();
    MomentLengths lengths;
    add_event({"i", "turn", Clock::now()}, [&](JsonObject& args) {
        add_turn_and_time(args);
        lengths = write_moment(args, loop_, {}, nullptr, began_by_loop_);
    });
    add_counters(lengths);
    file_.flush();
    may_wait_ = loop_.ready().empty();
    wait_began_ = Clock::now();
}

void TraceRecorder::kernel_reported(const NodeQueue& nodes) {
    if (may_wait_) {
        const Duration waited = Clock::now() - wait_began_;
        add_event({"X", "wait", wait_began_, waited},
                  [&](JsonObject& args) { add_turn_and_time(args); });
    }
    for (const Node* node = nodes.front(); node != nullptr; node = node->next)
        reported_.insert(node);
    add_arrivals("kernel reported", nodes);
}

void TraceRecorder::timers_due(const NodeQueue& nodes) {
    for (const Node* node = nodes.front(); node != nullptr; node = node->next) due_.insert(node);
    add_arrivals("timers due", nodes);
}

void TraceRecorder::add_output_between_steps() {
    if (between_.empty()) return;
    add_event({"i", "output", Clock::now()},
              [&](JsonObject& args) { args.add("output", between_); });
    between_.clear();
}

void TraceRecorder::add_arrivals(const char* what, const NodeQueue& nodes) {
    if (nodes.empty()) return;
    add_event({"i", what, Clock::now()}, [&](JsonObject& args) {
        add_turn_and_time(args);
        append_names(args.key("nodes"), nodes);
    });
}

void TraceRecorder::add_counter(const char* what, std::size_t count, std::size_t& last) {
    if (std::exchange(last, count) == count) return;
    add_event({"C", what, Clock::now()},
              [&](JsonObject& args) { args.add("count", static_cast<std::int64_t>(count)); });
}

void TraceRecorder::add_counters(const MomentLengths& lengths) {
    add_counter("ready", lengths.ready, counted_.ready);
    add_counter("timers", lengths.timers, counted_.timers);
    add_counter("descriptors", lengths.descriptors, counted_.descriptors);
    add_counter("tasks", lengths.tasks, counted_.tasks);
}

const char* TraceRecorder::kind_of(const Node& node) const {
    if (const Completion* completion = node.as_completion())
        return completion->done() ? "release" : "task";
    return due_.contains(&node) ? "timer" : reported_.contains(&node) ? "descriptor" : "callback";
}

void TraceRecorder::step_begins(Node& node, const NodeQueue& behind) {
    name_ = name_of(node);
    args_text_.clear();
    JsonObject& args = args_.emplace(args_text_);
    args.add("kind", kind_of(node));
    add_turn_and_time(args);
    add_counters(write_moment(args, loop_, behind, &node, began_by_loop_));
    const Completion* completion = node.as_completion();
    if (completion == nullptr) {
        const Completion* served = node.on_behalf_of();
        if (served != nullptr) args.add("on_behalf_of", name_of_future(*served));
    } else if (!completion->done()) {
        auto& task = static_cast<TaskCore&>(node);
        task_ = Counted<Completion>(task);  // to see how the step ended
        append_stack(args.key("before"), task);
    }
    output_.clear();
    OutputTee::listen(output_);
    step_began_ = Clock::now();
}

void TraceRecorder::step_ended() {
    const Duration took = Clock::now() - step_began_;
    if (task_) write_end_of_step(*args_);
    OutputTee::listen(between_);
    args_->add("output", output_);
    args_.reset();
    add_event({"X", name_, step_began_, took}, args_text_);
    file_.flush();
}

void TraceRecorder::write_end_of_step(JsonObject& args) {
    const auto& task = static_cast<const TaskCore&>(*task_);
    append_stack(args.key("after"), task);
    if (task.done())
        args.add("end", task.cancelled() ? "cancelled"
                        : task.error()   ? describe(task.error())
                                         : "returned");
    task_ = {};
}

}  // namespace

void record_trace(EventLoop& loop, const std::string& path) {
    if (loop.is_closed()) throw RuntimeError("Event loop is closed");
    loop.add_watcher(std::make_unique<TraceRecorder>(loop, path));
}

}  // namespace rondo
