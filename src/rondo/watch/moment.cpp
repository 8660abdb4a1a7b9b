#include <rondo/watch/moment.hpp>
#include <rondo/watch/names.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#ifdef _WIN32
#include <winsock2.h>
#else
#include <sys/ioctl.h>
#endif

namespace rondo {
namespace {

/// A longer list helps nobody, and takes long to write.
constexpr std::size_t longest_list = 100;

/// Writes a list with one entry for each value, as `append_entry` does it.
template <class Values, class F>
void append_list(std::string& text, const Values& values, F append_entry) {
    JsonList list(text);
    std::size_t listed = 0;
    for (const auto& value : values) {
        if (++listed > longest_list) return;
        append_entry(list.next(), value);
    }
}

void append_timer(std::string& text, const TimerNode& timer, TimePoint began) {
    JsonObject entry(text);
    entry.add("name", name_of(timer));
    if (timer.when == never)
        entry.key("deadline") += "null";
    else
        append_microseconds(entry.key("deadline"), std::max(timer.when, TimePoint()) - began);
}

/// How many bytes have come in and wait to be read; nothing if that cannot be told.
std::optional<std::int64_t> waiting_bytes(Descriptor descriptor) {
#ifdef _WIN32
    u_long count = 0;
    if (ioctlsocket(descriptor, FIONREAD, &count) != 0) return {};
#else
    int count = 0;
    if (ioctl(descriptor, FIONREAD, &count) != 0) return {};
#endif
    return count;
}

void append_descriptor(std::string& text, const Poller::Wait& wait) {
    JsonObject entry(text);
    entry.add("descriptor", static_cast<std::int64_t>(wait.descriptor));
    entry.add("direction", wait.direction == Direction::read ? "read" : "write");
    entry.add("name", name_of(*wait.node));
    if (wait.direction != Direction::read) return;
    if (const auto bytes = waiting_bytes(wait.descriptor)) entry.add("bytes", *bytes);
}

void append_task(std::string& text, const TaskCore& task, bool runs) {
    JsonObject entry(text);
    entry.add("name", task.get_name());
    entry.add("state", runs                  ? "running"
                       : has_not_begun(task) ? "new"
                       : task.scheduled()    ? "ready"
                                             : "waiting");
    const std::string awaited = runs ? std::string() : name_of_awaited(task);
    if (!awaited.empty()) entry.add("awaits", awaited);
    append_stack(entry.key("stack"), task);
}

/// Notes how many did not fit into a list.
class LeftOut {
public:
    void note(const char* list, std::size_t length) {
        if (length > longest_list) rest_.push_back({list, length - longest_list});
    }
    void write(JsonObject& into) const {
        if (rest_.empty()) return;
        JsonObject left_out(into.key("left_out"));
        for (const auto& [list, count] : rest_)
            left_out.add(list, static_cast<std::int64_t>(count));
    }

private:
    std::vector<std::pair<const char*, std::size_t>> rest_;
};

}  // namespace

void append_microseconds(std::string& text, Duration length) {
    using Nanoseconds = std::chrono::duration<std::int64_t, std::nano>;
    std::int64_t count = std::chrono::duration_cast<Nanoseconds>(length).count();
    if (count < 0) {
        text += '-';
        count = -count;
    }
    const std::string fraction = std::to_string(count % 1000);
    text += std::to_string(count / 1000) + "." + std::string(3 - fraction.size(), '0') + fraction;
}

std::size_t append_names(std::string& text, const NodeQueue& nodes) {
    JsonList list(text);
    std::size_t length = 0;
    for (const Node* node = nodes.front(); node != nullptr; node = node->next)
        if (++length <= longest_list) list.add(name_of(*node));
    return length;
}

void append_stack(std::string& text, const TaskCore& task) {
    JsonList stack(text);
    std::size_t depth = 0;
    for (const Frame* frame = task.top(); frame != nullptr; frame = frame->caller) {
        if (++depth > longest_list) return;
        JsonObject entry(stack.next());
        entry.add("function", function_of(*frame));
        entry.add("file", frame->file);
        if (!has_not_begun(task)) entry.add("line", frame->line);
    }
}

MomentLengths write_moment(JsonObject& into, const EventLoop& loop, const NodeQueue& batch,
                           const Node* running, TimePoint began) {
    const std::size_t batch_length = append_names(into.key("batch"), batch);
    const std::size_t queued_length = append_names(into.key("queued"), loop.ready());
    const auto timers = loop.armed_timers();
    append_list(into.key("timers"), timers, [&](std::string& text, const TimerNode* timer) {
        append_timer(text, *timer, began);
    });
    const auto descriptors = loop.poller().waits();
    append_list(into.key("descriptors"), descriptors, append_descriptor);
    const auto tasks = TaskCore::all(loop);
    append_list(into.key("tasks"), tasks, [&](std::string& text, const TaskCore* task) {
        append_task(text, *task, task == running);
    });

    LeftOut left_out;
    left_out.note("batch", batch_length);
    left_out.note("queued", queued_length);
    left_out.note("timers", timers.size());
    left_out.note("descriptors", descriptors.size());
    left_out.note("tasks", tasks.size());
    left_out.write(into);
    return {batch_length + queued_length, timers.size(), descriptors.size(), tasks.size()};
}

std::vector<const TimerNode*> EventLoop::armed_timers() const {
    std::vector<const TimerNode*> timers;
    timers_.list(timers);
    std::multimap<TimePoint, const TimerNode*> by_deadline;  // equal ones stay as they were
    for (const TimerNode* timer : timers) by_deadline.emplace(timer->when, timer);
    timers.clear();
    for (const auto& [when, timer] : by_deadline) timers.push_back(timer);
    return timers;
}

}  // namespace rondo
