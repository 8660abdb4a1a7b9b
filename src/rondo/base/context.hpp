/// @file
/// ContextVar: a value that belongs to the task which set it, wherever that task goes on.
#pragma once

#include <rondo/base/counted.hpp>
#include <rondo/base/errors.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rondo {

/// What the ContextVars of a task hold: an immutable map, shared by counting.
///
/// Setting a variable makes a new map; whoever holds the old one sees what it saw before. So taking
/// a copy of the context is copying one pointer, and where no variable was ever set, it is null.
///
/// A loop may be prepared in one thread and run in another, while the first goes on with the
/// context in which it did that. So the count is atomic, unlike those of what belongs to one loop.
///
/// Built in chapter 15.
class ContextMap {
public:
    /// What a variable has been set to, of whatever type.
    using Value = std::shared_ptr<const void>;

    /// A copy of `old` (which may be null) in which `key` has another value; null takes it out.
    /// @param home where the map of the context lies in which this is done.
    ContextMap(const ContextMap* old, std::uint64_t key, Value value, const void* home);

    /// The value under a key, or null.
    Value value(std::uint64_t key) const;
    /// Where the value under a key lies, or nullptr.
    const void* find(std::uint64_t key) const;

    /// The number of the context in which this was set, if that lies there; else 0, for it was
    /// copied from there.
    std::uint64_t number_at(const void* home) const { return home_ == home ? number_ : 0; }
    /// The context in which this was set has another map now, or is gone.
    void leave(const void* home) const;

    void retain() const { count_.fetch_add(1, std::memory_order_relaxed); }
    void release() const {
        if (count_.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy();
    }

private:
    ~ContextMap() = default;
    void destroy() const;  // apart, for whoever has no context is not to pay for it

    std::vector<std::pair<std::uint64_t, Value>> values_;
    std::uint64_t number_;
    mutable std::atomic<const void*> home_;
    mutable std::atomic<std::uint32_t> count_ = 0;
};

/// The values of all ContextVars at one moment: Python's `contextvars.Context`.
///
/// A task runs in the context in which it was made, a callback in the one in which it was
/// registered. One nullable pointer.
///
/// Built in chapter 15.
class Context {
public:
    /// An empty context.
    Context() = default;
    /// Another context with the same values.
    Context(const Context& other) noexcept : map_(other.map_) {}
    /// Takes over the values of another context. What was set here before cannot be reset.
    Context& operator=(const Context& other) noexcept {
        leave();
        map_ = other.map_;
        return *this;
    }
    ~Context() { leave(); }

    /// A snapshot of the context that is current on this thread: Python's `copy_context()`.
    static Context current() { return Context(current_or_null()); }

    /// Whether it holds no value.
    bool empty() const { return !map_; }

    /// Calls a function in this context; what the function sets stays here. It may be entered
    /// already (Python refuses that).
    /// @return what the function returns.
    template <class F>
    decltype(auto) run(F&& function) {
        const Entered entered(*this);
        return std::forward<F>(function)();
    }

    /// Makes a context current on this thread for as long as this object lives.
    class Entered {
    public:
        /// Lets a context be the current one.
        explicit Entered(Context& context) : outer_(std::exchange(current_map, &context.map_)) {}
        ~Entered() { current_map = outer_; }
        Entered(const Entered&) = delete;
        Entered& operator=(const Entered&) = delete;

    private:
        Counted<const ContextMap>* outer_;
    };

    /// Makes a context current for one step of a loop. Between two steps none is; so there is
    /// nothing to put back.
    class Step {
    public:
        /// The same, for one step.
        explicit Step(Context& context) { current_map = &context.map_; }
        ~Step() { current_map = nullptr; }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;
    };

private:
    template <class T>
    friend class ContextVar;

    explicit Context(const ContextMap* map) : map_(map) {}

    void leave() const {
        if (map_) map_->leave(&map_);
    }

    /// The map of the context that is current, which may be null.
    static const ContextMap* current_or_null() {
        return current_map != nullptr ? current_map->get() : nullptr;
    }
    /// The number of the context that is current; 0 if nothing was set in it yet.
    static std::uint64_t current_number() {
        const ContextMap* map = current_or_null();
        return map != nullptr ? map->number_at(current_map) : 0;
    }
    /// Where the map lies of what is set in this thread outside of any context: at first, and once
    /// that is gone. Null when it is gone itself.
    template <int which>
    static Counted<const ContextMap>* threads_own();
    /// Changes one variable in the current context; a null value takes it out.
    static void change(std::uint64_t key, ContextMap::Value value);
    /// A number that no other variable has.
    static std::uint64_t new_key();

    /// Where the map of the current context lies; nullptr while there is none on this thread.
    static inline constinit thread_local Counted<const ContextMap>* current_map = nullptr;

    Counted<const ContextMap> map_;
};

/// A variable with one value for each task: a request's name, a user, a deadline.
///
/// What a task sets, its callers and siblings do not see; tasks and callbacks that it makes start
/// with its values. Make it once, as a global.
///
/// Built in chapter 15.
template <class T>
class ContextVar {
public:
    /// What `set` gives, so that `reset` can undo it.
    class Token {
    public:
        Token(Token&&) noexcept = default;
        Token& operator=(Token&&) noexcept = default;

        /// The value before, if there was one.
        std::optional<T> old_value() const {
            return old_ ? std::optional<T>(*static_cast<const T*>(old_.get())) : std::nullopt;
        }

    private:
        friend class ContextVar;
        Token(std::uint64_t key, ContextMap::Value old)
            : key_(key), old_(std::move(old)), context_(Context::current_number()) {}
        std::uint64_t key_;
        ContextMap::Value old_;
        std::uint64_t context_;  // in which it was made
        bool used_ = false;
    };

    /// @param name for people to read.
    explicit ContextVar(std::string name) : name_(std::move(name)) {}
    /// @param name for people to read.
    /// @param value what `get` gives where nothing was set.
    ContextVar(std::string name, T value) : name_(std::move(name)), default_(std::move(value)) {}
    ContextVar(const ContextVar&) = delete;
    ContextVar& operator=(const ContextVar&) = delete;

    /// What the variable was called when it was made, for people to read.
    const std::string& name() const { return name_; }

    /// The value in the current context, or the default.
    /// @throws LookupError if there is neither.
    T get() const {
        if (const T* found = find()) return *found;
        if (default_) return *default_;
        throw LookupError("the context variable '" + name_ + "' has no value here");
    }
    /// The value in the current context, or `otherwise`.
    T get(T otherwise) const {
        const T* found = find();
        return found != nullptr ? *found : std::move(otherwise);
    }
    /// Sets the value in the current context.
    Token set(T value) const {
        const ContextMap* map = Context::current_or_null();
        ContextMap::Value old = map != nullptr ? map->value(key_) : nullptr;
        Context::change(key_, std::make_shared<const T>(std::move(value)));
        return Token(key_, std::move(old));
    }
    /// Puts back what was there before a `set`.
    /// @throws RuntimeError if the token was used before; std::invalid_argument if it is another
    /// variable's, or was made in another context.
    void reset(Token& token) const {
        if (token.key_ != key_)
            throw std::invalid_argument("this token was made by another variable than '" + name_ +
                                        "'");
        if (token.context_ != Context::current_number())
            throw std::invalid_argument("this token of '" + name_ +
                                        "' was made in a different Context");
        if (token.used_) throw RuntimeError("this token of '" + name_ + "' has been used already");
        token.used_ = true;
        Context::change(key_, token.old_);
    }

private:
    const T* find() const {
        const ContextMap* map = Context::current_or_null();
        return map != nullptr ? static_cast<const T*>(map->find(key_)) : nullptr;
    }

    std::string name_;
    std::optional<T> default_;
    std::uint64_t key_ = Context::new_key();
};

}  // namespace rondo
