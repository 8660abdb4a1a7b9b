#include <rondo/tasks/task_core.hpp>

#include <utility>

namespace rondo {

bool Completion::cancel(std::string_view message) {
    CancelQuestion question{message};
    ask_to_end(question);
    forget_answers(question);
    return question.answer == CancelAnswer::taken;
}

/// Tasks that await each other, and gatherings of them, may be a million deep, or stand in a
/// circle: so the way back is a chain of those who have passed the request on. `next` links it, for
/// whoever waits for a task or a gathering stays where it is, and not in the ready queue.
///
/// A gathering that has answered is not asked again: in a ladder, twice as many ways lead to each
/// level as to the one above. A task is, since each request to it counts.
void Completion::ask_to_end(CancelQuestion& question) {
    Completion* to_ask = this;
    Completion* asking = nullptr;  // the innermost of those who wait for an answer
    while (to_ask != nullptr || asking != nullptr) {
        if (to_ask == nullptr) {
            Completion& asker = *asking;
            Node* const outer = asker.next;
            to_ask = asker.go_on_cancel(question);
            if (to_ask != nullptr) continue;
            asking = static_cast<Completion*>(outer);
            asker.answer_ = CancelAnswer::none;
            const bool still_waits = asker.stage_ == Stage::waiting;
            if (asker.is_task() && !(question.for_all_tasks && still_waits)) continue;
            asker.answer_ = question.answer;
            asker.next = std::exchange(question.have_answered, &asker);
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
}

void Completion::forget_answers(CancelQuestion& question) {
    while (question.have_answered != nullptr) {
        Completion& next = *question.have_answered;
        next.answer_ = CancelAnswer::none;
        question.have_answered = static_cast<Completion*>(next.next);
    }
}

Completion* Completion::go_on_cancel(CancelQuestion&) noexcept { return nullptr; }

void TaskCore::cancel_all(const EventLoop& loop) {
    CancelQuestion question{.for_all_tasks = true};
    for (TaskCore* task : all(loop)) task->ask_to_end(question);
    forget_answers(question);
}

}  // namespace rondo
