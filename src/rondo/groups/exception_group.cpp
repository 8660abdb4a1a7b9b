#include <rondo/base/demolition.hpp>
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

/// Has the lines of a text, but for the first, begin further to the right.
std::string indented(std::string text, std::size_t margin) {
    for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1))
        text.insert(at + 1, margin, ' ');
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
    // A group in a group in a group, and so on: the last one to go may hold a million others.
    contents_ = std::shared_ptr<Contents>(
        new Contents{std::move(message), std::move(what), std::move(exceptions)},
        [](Contents* contents) { Demolition<Contents>::of(*contents); });
}

std::string ExceptionGroup::describe() const {
    constexpr std::size_t last_margin = 20;
    struct Entry {
        std::exception_ptr exception;
        std::size_t level;
    };
    std::vector<Entry> to_describe;  // the next one last
    const auto push_all = [&](const ExceptionGroup& group, std::size_t level) {
        for (auto one = group.exceptions().rbegin(); one != group.exceptions().rend(); ++one)
            to_describe.push_back({*one, level});
    };
    const auto name = [](const ExceptionGroup& group) {
        return "rondo::ExceptionGroup: " + group.contents_->what;
    };

    std::string text = name(*this);
    push_all(*this, 1);
    while (!to_describe.empty()) {
        const auto [one, level] = std::move(to_describe.back());
        to_describe.pop_back();
        const std::size_t margin = 2 * std::min(level, last_margin);
        text.append("\n").append(margin - 2, ' ').append("- ");
        if (level > last_margin) text += "level " + std::to_string(level) + ": ";
        const std::optional<ExceptionGroup> group = as_group(one);
        text += indented(group ? name(*group) : rondo::describe(one), margin);
        if (group) push_all(*group, level + 1);
    }
    return text;
}

std::optional<ExceptionGroup> ExceptionGroup::with(std::vector<std::exception_ptr> some) const {
    if (some.empty()) return std::nullopt;
    return ExceptionGroup(message(), std::move(some));
}

struct ExceptionGroup::Halves {
    ExceptionGroup group;
    std::size_t seen = 0;  // of the group's exceptions
    std::vector<std::exception_ptr> match = {};
    std::vector<std::exception_ptr> rest = {};
};

/// Groups within groups are divided first. Those that have begun stand in a list, the innermost
/// last, for they may be nested as deep as memory goes.
ExceptionSplit ExceptionGroup::split(const Condition& condition) const {
    if (condition(std::make_exception_ptr(*this))) return {*this, std::nullopt};
    std::vector<Halves> begun;
    begun.push_back({*this});
    while (true) {
        Halves& inner = begun.back();
        if (inner.seen < inner.group.exceptions().size()) {
            const std::exception_ptr one = inner.group.exceptions()[inner.seen++];
            const bool matches = condition(one);
            if (const auto group = as_group(one); group && !matches)
                begun.push_back({*group});
            else
                (matches ? inner.match : inner.rest).push_back(one);
            continue;
        }
        const auto match = inner.group.with(std::move(inner.match));
        const auto rest = inner.group.with(std::move(inner.rest));
        begun.pop_back();
        if (begun.empty()) return {match, rest};
        add(begun.back().match, match);
        add(begun.back().rest, rest);
    }
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
