#include <rondo/base/errors.hpp>
#include <rondo/kernel/descriptor_table.hpp>

namespace rondo {

std::size_t DescriptorEntry::report(Direction direction, NodeQueue& ready) {
    const auto index = static_cast<std::size_t>(direction);
    if (watches[index] != nullptr) ready.push(*watches[index]);
    std::size_t ended = 0;
    while (auto* operation = static_cast<Operation*>(operations[index].front())) {
        if (!operation->attempt()) break;
        operations[index].pop();
        ready.push(*operation);
        ++ended;
    }
    return ended;
}

namespace {

void add_waits(Descriptor descriptor, const DescriptorEntry& entry,
               std::vector<Poller::Wait>& waits) {
    for (const Direction direction : {Direction::read, Direction::write}) {
        const auto index = static_cast<std::size_t>(direction);
        if (const Node* watch = entry.watches[index])
            waits.push_back({descriptor, direction, watch});
        const Node* operation = entry.operations[index].front();
        for (; operation != nullptr; operation = operation->next)
            waits.push_back({descriptor, direction, operation});
    }
}

}  // namespace

#ifdef _WIN32

std::vector<Poller::Wait> DescriptorTable::waits() const {
    std::vector<Poller::Wait> waits;
    for (const auto& [descriptor, entry] : entries_) add_waits(descriptor, entry, waits);
    return waits;
}

DescriptorEntry& DescriptorTable::operator[](Descriptor descriptor) {
    if (descriptor == ~Descriptor{0}) throw RuntimeError("this socket is not open");
    return entries_[descriptor];
}

DescriptorEntry* DescriptorTable::find(Descriptor descriptor) {
    const auto found = entries_.find(descriptor);
    return found == entries_.end() ? nullptr : &found->second;
}

#else

std::vector<Poller::Wait> DescriptorTable::waits() const {
    std::vector<Poller::Wait> waits;
    for (std::size_t index = 0; index < entries_.size(); ++index)
        add_waits(static_cast<Descriptor>(index), entries_[index], waits);
    return waits;
}

DescriptorEntry& DescriptorTable::operator[](Descriptor descriptor) {
    if (descriptor < 0)
        throw RuntimeError("descriptor " + std::to_string(descriptor) +
                           " cannot be waited for: it is not open");
    const auto index = static_cast<std::size_t>(descriptor);
    if (index >= entries_.size()) entries_.resize(index + 1);
    return entries_[index];
}

DescriptorEntry* DescriptorTable::find(Descriptor descriptor) {
    const auto index = static_cast<std::size_t>(descriptor);
    return descriptor < 0 || index >= entries_.size() ? nullptr : &entries_[index];
}

#endif

}  // namespace rondo
