#include <rondo/base/errors.hpp>
#include <rondo/kernel/sockets.hpp>
#include <rondo/kernel/table_poller.hpp>

#include <string>
#include <system_error>
#include <utility>

namespace rondo {
namespace {

std::string name_of(Descriptor descriptor) { return "descriptor " + std::to_string(descriptor); }

constexpr Direction both_directions[] = {Direction::read, Direction::write};

}  // namespace

void refuse(const char* poller, Descriptor descriptor, int error) {
    throw std::system_error(error, std::generic_category(),
                            "cannot wait for " + name_of(descriptor) + " by " + poller);
}

void TablePoller::watch(Descriptor descriptor, Direction direction, Node& node) {
    DescriptorEntry& entry = table_[descriptor];
    if (entry.used())
        throw RuntimeError(name_of(descriptor) +
                           " is used by an operation and cannot be watched by add_reader or "
                           "add_writer at the same time");
    Node*& slot = entry.watch(direction);
    Node* const before = std::exchange(slot, &node);
    try {
        // Also where one takes another's place: the number may belong to another file by now.
        update(descriptor, entry);
    } catch (...) {
        slot = before;
        table_.remove_if_unused(descriptor);
        throw;
    }
    if (before == nullptr) ++pending_;
}

bool TablePoller::unwatch(Descriptor descriptor, Direction direction) {
    DescriptorEntry* entry = table_.find(descriptor);
    if (entry == nullptr) return false;
    if (std::exchange(entry->watch(direction), nullptr) == nullptr) return false;
    --pending_;
    update_after_removal(descriptor, *entry);
    return true;
}

bool TablePoller::submit(Operation& operation) {
    DescriptorEntry& entry = table_[operation.descriptor];
    if (entry.watched())
        throw RuntimeError(name_of(operation.descriptor) +
                           " is watched by add_reader or add_writer and cannot be used by an "
                           "operation at the same time");
    operation.cancelled = false;
    NodeQueue& line = entry.line(operation.direction);
    try {
        if (line.empty() && try_first(operation, entry)) {
            table_.remove_if_unused(operation.descriptor);
            return false;
        }
        line.push(operation);
        update(operation.descriptor, entry);
    } catch (...) {
        line.remove(operation);
        table_.remove_if_unused(operation.descriptor);
        throw;
    }
    ++pending_;
    return true;
}

bool TablePoller::cancel(Operation& operation) {
    DescriptorEntry* entry = table_.find(operation.descriptor);
    if (entry == nullptr || !entry->line(operation.direction).remove(operation)) return false;
    operation.cancelled = true;
    --pending_;
    update_after_removal(operation.descriptor, *entry);
    return true;
}

void TablePoller::update_after_removal(Descriptor descriptor, DescriptorEntry& entry) noexcept {
    try {
        update(descriptor, entry);
    } catch (const std::exception&) {
        unregister(descriptor, entry);  // it was closed already
    }
    table_.remove_if_unused(descriptor);
}

void TablePoller::take_back(Descriptor descriptor, NodeQueue& let_go) {
    for (const Direction direction : both_directions) {
        unwatch(descriptor, direction);
        DescriptorEntry* entry = table_.find(descriptor);
        if (entry == nullptr) return;
        for (Node* node = entry->line(direction).front(); node != nullptr;) {
            auto& operation = static_cast<Operation&>(*node);
            node = node->next;
            if (cancel(operation)) let_go.push(operation);
        }
    }
}

void TablePoller::cancel_all(NodeQueue& let_go) noexcept {
    for (auto entry = table_.begin(); entry != table_.end();)
        take_back((entry++)->first, let_go);  // which may take the entry out
    while (!idle()) wait(never, let_go);
}

void TablePoller::forget(Descriptor descriptor) {
    DescriptorEntry* entry = table_.find(descriptor);
    if (entry == nullptr) return;
    if (entry->watched() || entry->used())
        throw RuntimeError(name_of(descriptor) + " is still waited for and cannot be closed yet");
    if (entry->registered != 0) unregister(descriptor, *entry);
    table_.remove_if_unused(descriptor);
}

void TablePoller::close_descriptor(Descriptor descriptor, NodeQueue& ended) noexcept {
    take_back(descriptor, ended);
    forget(descriptor);
    close_socket(descriptor);
}

bool TablePoller::try_first(Operation& operation, DescriptorEntry& entry) {
    const bool reads = operation.direction == Direction::read;
    operation.exhausted = reads && entry.exhausted;
    if (!begin(operation, entry)) return false;
    // Where the end was reported already, no further sign of it will come.
    if (reads) entry.exhausted = operation.exhausted && !entry.ended;
    return true;
}

void TablePoller::finish_first(NodeQueue& line, NodeQueue& ready) {
    ready.push(*line.pop());
    --pending_;
}

bool TablePoller::signal_first(NodeQueue& line, NodeQueue& ready) {
    auto* const first = static_cast<Operation*>(line.front());
    if (first == nullptr || !first->in_turn) return false;
    first->signalled = true;
    finish_first(line, ready);
    return true;
}

void TablePoller::report(DescriptorEntry& entry, Direction direction, NodeQueue& ready) {
    if (Node* watch = entry.watch(direction)) ready.push(*watch);
    if (direction == Direction::read) entry.exhausted = false;
    NodeQueue& line = entry.line(direction);
    while (auto* first = static_cast<Operation*>(line.front())) {
        if (signal_first(line, ready)) continue;
        if (!try_first(*first, entry)) return;
        finish_first(line, ready);
    }
}

void TablePoller::report(DescriptorEntry& entry, bool readable, bool writable, NodeQueue& ready) {
    if (readable) report(entry, Direction::read, ready);
    if (writable) report(entry, Direction::write, ready);
}

}  // namespace rondo
