#include <rondo/kernel/descriptor_table.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace rondo {

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

std::vector<Poller::Wait> DescriptorTable::waits() const {
    std::vector<Descriptor> descriptors;
    for (const auto& [descriptor, entry] : entries_) descriptors.push_back(descriptor);
    std::sort(descriptors.begin(), descriptors.end());
    std::vector<Poller::Wait> waits;
    for (const Descriptor descriptor : descriptors)
        add_waits(descriptor, entries_.at(descriptor), waits);
    return waits;
}

DescriptorEntry& DescriptorTable::operator[](Descriptor descriptor) {
    const auto number = static_cast<std::intptr_t>(descriptor);  // Windows has no signed ones
    if (number < 0)
        throw std::invalid_argument("Invalid file descriptor: " + std::to_string(number));
    return entries_[descriptor];
}

DescriptorEntry* DescriptorTable::find(Descriptor descriptor) {
    const auto found = entries_.find(descriptor);
    return found == entries_.end() ? nullptr : &found->second;
}

void DescriptorTable::remove_if_unused(Descriptor descriptor) noexcept {
    const auto found = entries_.find(descriptor);
    if (found == entries_.end()) return;
    const DescriptorEntry& entry = found->second;
    if (!entry.watched() && !entry.used() && entry.registered == 0) entries_.erase(found);
}

}  // namespace rondo
