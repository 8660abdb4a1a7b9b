/// @file
/// CancelQuestion: a request to end, on its way to the innermost that is waited for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rondo {

class Completion;

/// What a future or a task answers when it is asked to end.
/// Built in chapter 10.
enum class CancelAnswer : std::uint8_t {
    none,     ///< it was not asked
    asking,   ///< it has passed the request on, and waits for the answer
    refused,  ///< it is done already, or on its way to its end
    circle,   ///< it waits, in the end, for the one that passed the request on to it
    taken     ///< it will end, or has ended by it
};

/// A request to end. A task passes it on to what it waits for, a gathering to each of its children;
/// a future that nobody else is behind is cancelled by it.
/// Built in chapter 10.
struct CancelQuestion {
    std::string_view message = {};             ///< what was given to `cancel`
    bool for_all_tasks = false;                ///< each task is asked anyway
    CancelAnswer answer = CancelAnswer::none;  ///< of the one who was asked last
    Completion* have_answered = nullptr;       ///< they are not asked again

    /// Notes an answer. @return nobody, for it need not be passed on.
    std::nullptr_t answered(CancelAnswer its_answer) {
        answer = its_answer;
        return nullptr;
    }
};

}  // namespace rondo
