#include <rondo/groups/exception_group.hpp>

#include <algorithm>
#include <stdexcept>

namespace rondo {
namespace {

/// The exception as a group, if it is one.
std::optional<ExceptionGroup> as_group(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const ExceptionGroup& group) {
        return group;
    } catch (...) {
        return std::nullopt;
    }
}

/// With further lines moved to the right.
std::string indented(std::string text) {
    for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1))
        text.insert(at + 1, "  ");
    return text;
}

void add(std::vector<std::exception_ptr>& exceptions, const std::optional<ExceptionGroup>& group) {
    if (group) exceptions.push_back(std::make_exception_ptr(*group));
}

}  // namespace

ExceptionGroup::ExceptionGroup(std::string message, std::vector<std::exception_ptr> exceptions) {
    if (exceptions.empty()) throw std::invalid_argument("an ExceptionGroup needs exceptions");
    if (std::find(exceptions.begin(), exceptions.end(), nullptr) != exceptions.end())
        throw std::invalid_argument("an ExceptionGroup holds exceptions, and this one is null");
    if (std::any_of(exceptions.begin(), exceptions.end(), is_cancellation))
        throw std::invalid_argument(
            "an ExceptionGroup does not hold a CancelledError: throw that on its own");
    std::string what = message + " (" + std::to_string(exceptions.size()) + " sub-exception" +
                       (exceptions.size() == 1 ? ")" : "s)");
    contents_ = std::make_shared<Contents>(
        Contents{std::move(message), std::move(what), std::move(exceptions)});
}

std::string ExceptionGroup::describe() const {
    std::string text = "rondo::ExceptionGroup: " + contents_->what;
    for (const std::exception_ptr& one : exceptions())
        text += "\n- " + indented(rondo::describe(one));
    return text;
}

std::optional<ExceptionGroup> ExceptionGroup::with(std::vector<std::exception_ptr> some) const {
    if (some.empty()) return std::nullopt;
    return ExceptionGroup(message(), std::move(some));
}

ExceptionSplit ExceptionGroup::split(const Condition& condition) const {
    if (condition(std::make_exception_ptr(*this))) return {*this, std::nullopt};
    std::vector<std::exception_ptr> match;
    std::vector<std::exception_ptr> rest;
    for (const std::exception_ptr& one : exceptions()) {
        if (const std::optional<ExceptionGroup> group = as_group(one)) {
            const ExceptionSplit halves = group->split(condition);
            add(match, halves.match);
            add(rest, halves.rest);
        } else {
            (condition(one) ? match : rest).push_back(one);
        }
    }
    return {with(std::move(match)), with(std::move(rest))};
}

std::optional<ExceptionGroup> ExceptionGroup::subgroup(const Condition& condition) const {
    return split(condition).match;
}

void GroupHandling::offer(const ExceptionGroup::Condition& take) {
    if (!left_) return;
    left_ = left_
                ->split([&](const std::exception_ptr& one) {
                    if (as_group(one)) return false;
                    try {
                        return take(one);
                    } catch (const CancelledError&) {
                        throw;
                    } catch (...) {
                        thrown_.push_back(std::current_exception());
                        return true;
                    }
                })
                .rest;
}

void GroupHandling::finish() const {
    if (thrown_.empty()) {
        if (left_) throw *left_;
        return;
    }
    if (thrown_.size() == 1 && !left_) std::rethrow_exception(thrown_.front());
    std::vector<std::exception_ptr> all = thrown_;
    add(all, left_);
    throw ExceptionGroup("", std::move(all));
}

}  // namespace rondo
