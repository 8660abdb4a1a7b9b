#include <rondo/tasks/completion.hpp>

#include <utility>

namespace rondo {

/// Tasks that await each other, and gatherings of them, may be a million deep, or stand in a
/// circle: so the way back is a chain of those who have passed the request on. `next` links it, for
/// whoever waits for a task or a gathering stays where it is, and not in the ready queue.
bool Completion::cancel(std::string_view message) {
    CancelQuestion question{message};
    Completion* to_ask = this;
    Completion* asking = nullptr;    // the innermost of those who wait for an answer
    Completion* answered = nullptr;  // gatherings that have answered, and are not asked again
    while (to_ask != nullptr || asking != nullptr) {
        if (to_ask == nullptr) {
            Completion& asker = *asking;
            Node* const outer = asker.next;
            to_ask = asker.go_on_cancel(question);
            if (to_ask != nullptr) continue;
            asking = static_cast<Completion*>(outer);
            asker.answer_ = CancelAnswer::none;
            if (asker.is_task()) continue;
            asker.answer_ = question.answer;
            asker.next = std::exchange(answered, &asker);
        } else if (to_ask->answer_ != CancelAnswer::none) {
            const CancelAnswer answer = std::exchange(to_ask, nullptr)->answer_;
            question.answer = answer == CancelAnswer::asking ? CancelAnswer::circle : answer;
        } else {
            Completion& asked = *to_ask;
            to_ask = asked.begin_cancel(question);
            if (to_ask == nullptr) continue;
            asked.answer_ = CancelAnswer::asking;
            asked.next = std::exchange(asking, &asked);
        }
    }
    while (answered != nullptr) {
        answered->answer_ = CancelAnswer::none;
        answered = static_cast<Completion*>(answered->next);
    }
    return question.answer == CancelAnswer::taken;
}

Completion* Completion::go_on_cancel(CancelQuestion&) noexcept { return nullptr; }

}  // namespace rondo
