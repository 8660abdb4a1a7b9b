#include <rondo/base/errors.hpp>
#include <rondo/kernel/readiness.hpp>

#include <string>
#include <system_error>
#include <utility>

namespace rondo {
namespace {

std::string name_of(Descriptor descriptor) { return "descriptor " + std::to_string(descriptor); }

}  // namespace

void refuse(const char* poller, Descriptor descriptor, int error) {
    throw std::system_error(error, std::generic_category(),
                            "cannot wait for " + name_of(descriptor) + " by " + poller);
}

void ReadinessPoller::watch(Descriptor descriptor, Direction direction, Node& node) {
    DescriptorEntry& entry = table_[descriptor];
    if (entry.used())
        throw RuntimeError(name_of(descriptor) +
                           " is used by an operation and cannot be watched by add_reader or "
                           "add_writer at the same time");
    Node*& slot = entry.watches[static_cast<std::size_t>(direction)];
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

bool ReadinessPoller::unwatch(Descriptor descriptor, Direction direction) {
    DescriptorEntry* entry = table_.find(descriptor);
    if (entry == nullptr) return false;
    Node*& slot = entry->watches[static_cast<std::size_t>(direction)];
    if (std::exchange(slot, nullptr) == nullptr) return false;
    --pending_;
    update_after_removal(descriptor, *entry);
    return true;
}

void ReadinessPoller::submit(Operation& operation) {
    DescriptorEntry& entry = table_[operation.descriptor];
    if (entry.watched())
        throw RuntimeError(name_of(operation.descriptor) +
                           " is watched by add_reader or add_writer and cannot be used by an "
                           "operation at the same time");
    NodeQueue& line = entry.operations[static_cast<std::size_t>(operation.direction)];
    line.push(operation);
    try {
        update(operation.descriptor, entry);
    } catch (...) {
        line.remove(operation);
        table_.remove_if_unused(operation.descriptor);
        throw;
    }
    ++pending_;
}

bool ReadinessPoller::cancel(Operation& operation) {
    DescriptorEntry* entry = table_.find(operation.descriptor);
    if (entry == nullptr ||
        !entry->operations[static_cast<std::size_t>(operation.direction)].remove(operation))
        return false;
    --pending_;
    update_after_removal(operation.descriptor, *entry);
    return true;
}

void ReadinessPoller::update_after_removal(Descriptor descriptor, DescriptorEntry& entry) noexcept {
    try {
        update(descriptor, entry);
    } catch (const std::exception&) {
        unregister(descriptor, entry);  // it was closed already
    }
    table_.remove_if_unused(descriptor);
}

void ReadinessPoller::forget(Descriptor descriptor) {
    DescriptorEntry* entry = table_.find(descriptor);
    if (entry == nullptr) return;
    if (entry->watched() || entry->used())
        throw RuntimeError(name_of(descriptor) + " is still waited for and cannot be closed yet");
    if (entry->registered != 0) unregister(descriptor, *entry);
    table_.remove_if_unused(descriptor);
}

void ReadinessPoller::report(DescriptorEntry& entry, bool readable, bool writable,
                             NodeQueue& ready) {
    if (readable) pending_ -= entry.report(Direction::read, ready);
    if (writable) pending_ -= entry.report(Direction::write, ready);
}

}  // namespace rondo
