#include <rondo/kernel/completion_poller.hpp>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace rondo {
namespace {

constexpr Direction each_direction[] = {Direction::read, Direction::write};

/// What `DescriptorEntry::registered` says of the request that the system has in a direction.
enum Note : std::uint32_t {
    asked = 1,        // it has one
    of_watch = 2,     // which is a watch's, and not that of the first operation
    to_say_when = 4,  // which is to say when to try
    outdated = 8,     // and nobody wants it any more
    withdrawn = 16,   // which it was told
    all_notes = 31
};
/// And of the descriptor itself:
constexpr std::uint32_t known = 1U << 16;       // operations have used it, and may do so again
constexpr std::uint32_t to_be_told = 1U << 17;  // it is among those of which there is news to tell

int place(Direction direction) { return direction == Direction::read ? 0 : 8; }

std::uint32_t notes(const DescriptorEntry& entry, Direction direction) {
    return entry.registered >> place(direction) & all_notes;
}

bool has_requests(const DescriptorEntry& entry) {
    return notes(entry, Direction::read) != 0 || notes(entry, Direction::write) != 0;
}

void add_note(DescriptorEntry& entry, Direction direction, std::uint32_t note) {
    entry.registered |= note << place(direction);
}

std::uint32_t take_notes(DescriptorEntry& entry, Direction direction) {
    const std::uint32_t taken = notes(entry, direction);
    entry.registered &= ~(std::uint32_t{all_notes} << place(direction));
    return taken;
}

Operation& first_of(NodeQueue& line) { return static_cast<Operation&>(*line.front()); }

}  // namespace

void CompletionPoller::note_change(Descriptor descriptor, DescriptorEntry& entry) noexcept {
    if ((entry.registered & to_be_told) != 0) return;
    entry.registered |= to_be_told;
    changed_.push_back(descriptor);
}

void CompletionPoller::wait_until_ready(Operation& operation) {
    ask(operation.descriptor, operation.direction);
    add_note(*table_.find(operation.descriptor), operation.direction, to_say_when);
}

bool CompletionPoller::begin(Operation& operation, DescriptorEntry& entry) {
    leave_parent();
    if (changed_.capacity() < table_.size()) changed_.reserve(2 * table_.size());
    entry.registered |= known;
    // What a watch has asked for may be under way still.
    if (notes(entry, operation.direction) != 0) return false;
    if (operation.start(*this)) return true;
    add_note(entry, operation.direction, asked);
    return false;
}

bool CompletionPoller::cancel(Operation& operation) {
    DescriptorEntry* entry = table_.find(operation.descriptor);
    if (entry == nullptr || entry->line(operation.direction).front() != &operation)
        return TablePoller::cancel(operation);
    const std::uint32_t noted = notes(*entry, operation.direction);
    if ((noted & asked) == 0 || (noted & of_watch) != 0) return TablePoller::cancel(operation);
    operation.cancelled = true;
    add_note(*entry, operation.direction, outdated);
    note_change(operation.descriptor, *entry);
    return false;
}

/// What is watched has changed. (Operations ask for themselves when they begin.)
void CompletionPoller::update(Descriptor descriptor, DescriptorEntry& entry) {
    if (entry.used()) return;
    if (changed_.capacity() < table_.size()) changed_.reserve(2 * table_.size());
    // Also where a watch has asked and asks on: the number may belong to another file by now.
    for (const Direction direction : each_direction)
        if (notes(entry, direction) != 0) add_note(entry, direction, outdated);
    note_change(descriptor, entry);
}

bool CompletionPoller::unwatch(Descriptor descriptor, Direction direction) {
    if (!TablePoller::unwatch(descriptor, direction)) return false;
    // A request holds a file open, though its descriptor be closed next.
    NodeQueue none;
    tell_at_once(descriptor, none);
    return true;
}

void CompletionPoller::tell_changes(NodeQueue& ready) {
    std::size_t told = 0;
    try {
        for (; told < changed_.size(); ++told) tell(changed_[told], ready);
    } catch (...) {
        changed_.erase(changed_.begin(), changed_.begin() + static_cast<std::ptrdiff_t>(told));
        throw;
    }
    changed_.clear();
}

void CompletionPoller::tell(Descriptor descriptor, NodeQueue& ready) {
    DescriptorEntry* entry = table_.find(descriptor);
    if (entry == nullptr || (entry->registered & to_be_told) == 0) return;
    for (const Direction direction : each_direction) tell(descriptor, direction, *entry, ready);
    entry->registered &= ~to_be_told;
    table_.remove_if_unused(descriptor);
}

/// The same out of its turn.
void CompletionPoller::tell_at_once(Descriptor descriptor, NodeQueue& ready) {
    leave_parent();
    tell(descriptor, ready);
    std::erase(changed_, descriptor);
}

void CompletionPoller::tell(Descriptor descriptor, Direction direction, DescriptorEntry& entry,
                            NodeQueue& ready) {
    const std::uint32_t noted = notes(entry, direction);
    if ((noted & (outdated | withdrawn)) == outdated) {
        withdraw(descriptor, direction);
        add_note(entry, direction, withdrawn);
    }
    if (noted != 0) return;
    if (entry.watch(direction) != nullptr) {
        ask(descriptor, direction);
        return add_note(entry, direction, asked | of_watch);
    }
    NodeQueue& line = entry.line(direction);
    while (auto* first = static_cast<Operation*>(line.front())) {
        if (!first->cancelled && !try_first(*first, entry)) return;
        finish_first(line, ready);
    }
}

void CompletionPoller::let_go(Descriptor descriptor, Direction direction,
                              std::optional<Operation::Outcome> outcome,
                              NodeQueue& ready) noexcept {
    DescriptorEntry& entry = *table_.find(descriptor);
    NodeQueue& line = entry.line(direction);
    const std::uint32_t noted = take_notes(entry, direction);
    if (direction == Direction::read) entry.exhausted = false;
    if ((noted & of_watch) != 0) {
        Node* const watch = entry.watch(direction);
        if (watch != nullptr && (noted & outdated) == 0) {
            ready.push(*watch);
            if (outcome && outcome->error == EBADF) return;  // it was closed, and stays so
        }
    } else if ((noted & to_say_when) != 0) {
        if (outcome && !first_of(line).cancelled) signal_first(line, ready);
    } else if (outcome && first_of(line).completed(*outcome)) {
        first_of(line).cancelled = false;  // that came too late
        if (direction == Direction::read) entry.exhausted = first_of(line).exhausted;
        finish_first(line, ready);
    }
    if (entry.waits(direction))
        note_change(descriptor, entry);
    else
        table_.remove_if_unused(descriptor);
}

void CompletionPoller::all_gone() noexcept {
    for (auto& [descriptor, entry] : table_) {
        for (const Direction direction : each_direction) take_notes(entry, direction);
        note_change(descriptor, entry);
    }
}

void CompletionPoller::unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept {
    entry.registered &= ~known;
    entry.exhausted = entry.ended = false;
    if (has_requests(entry)) note_change(descriptor, entry);
}

void CompletionPoller::wait_until_let_go(Descriptor descriptor, NodeQueue& ready) {
    tell_at_once(descriptor, ready);
    for (DescriptorEntry* entry = table_.find(descriptor); entry != nullptr && has_requests(*entry);
         entry = table_.find(descriptor)) {
        wait_for(descriptor, ready);
        tell_at_once(descriptor, ready);
    }
}

void CompletionPoller::forget(Descriptor descriptor) {
    TablePoller::forget(descriptor);
    NodeQueue none;
    wait_until_let_go(descriptor, none);
}

void CompletionPoller::close_descriptor(Descriptor descriptor, NodeQueue& ended) noexcept {
    take_back(descriptor, ended);
    wait_until_let_go(descriptor, ended);
    forget(descriptor);
    close_socket(descriptor);
}

}  // namespace rondo
