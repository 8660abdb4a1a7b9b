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

DescriptorEntry* DescriptorTable::find(Descriptor descriptor) {
    const auto found = entries_.find(descriptor);
    return found == entries_.end() ? nullptr : &found->second;
}

}  // namespace rondo
