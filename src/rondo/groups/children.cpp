#include <rondo/groups/children.hpp>
#include <rondo/loop/event_loop.hpp>

#include <string>
#include <utility>

namespace rondo {

/// The done-callback of a child, which waits in the child's line or in the ready queue.
class Children::Child final : public DoneCallback {
public:
    ~Child() override {
        if (Children* parent = leave()) parent->child_gone();
    }

    void run() noexcept override {
        if (Children* parent = leave()) parent->child_ended(*completion_);
        delete this;
    }
    bool is_copy_of(const TypeTag&, const void*) const override { return false; }

    std::string describe() const override { return "end of " + completion_->describe(); }
    Completion* on_behalf_of() override { return parent_ == nullptr ? nullptr : parent_->served(); }

    Completion& completion() { return *completion_; }
    Child* behind() const { return behind_; }

    /// Joins the list.
    void join(Children& parent) {
        parent_ = &parent;
        previous_ = parent.last_;
        (previous_ != nullptr ? previous_->behind_ : parent.first_) = this;
        parent.last_ = this;
        ++parent.count_;
    }
    /// Leaves the list. @return whose it was; nullptr if it had left before.
    Children* leave() {
        if (parent_ == nullptr) return nullptr;
        (previous_ != nullptr ? previous_->behind_ : parent_->first_) = behind_;
        (behind_ != nullptr ? behind_->previous_ : parent_->last_) = previous_;
        --parent_->count_;
        return std::exchange(parent_, nullptr);
    }

private:
    Children* parent_ = nullptr;
    Child* previous_ = nullptr;
    Child* behind_ = nullptr;
};

std::unique_ptr<DoneCallback> Children::make_room() { return std::make_unique<Child>(); }

void Children::add_child(Completion& child, std::unique_ptr<DoneCallback> room) {
    child.check_loop(EventLoop::running());
    auto& added = static_cast<Child&>(*room.release());
    child.add_done_callback(added);
    added.join(*this);
}

void Children::cancel_children() {
    for (Child* child = first_; child != nullptr; child = child->behind())
        child->completion().cancel();
}

std::size_t Children::forget_all() noexcept {
    const std::size_t count = count_;
    while (Child* child = first_) {
        child->leave();
        // One that is in the ready queue already cannot be taken out: it will find that it left.
        if (child->listens()) child->abandon();
    }
    return count;
}

bool Children::waits_for_tasks_only() const {
    for (Child* child = first_; child != nullptr; child = child->behind())
        if (!child->completion().is_task()) return false;
    return true;
}

Completion* Children::first_to_ask() {
    asked_ = first_;
    return asked_ == nullptr ? nullptr : &asked_->completion();
}

Completion* Children::next_to_ask() {
    asked_ = asked_->behind();
    return asked_ == nullptr ? nullptr : &asked_->completion();
}

}  // namespace rondo
