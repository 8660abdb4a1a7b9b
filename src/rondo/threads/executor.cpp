#include <rondo/base/errors.hpp>
#include <rondo/base/process.hpp>
#include <rondo/groups/timeout.hpp>
#include <rondo/loop/mailbox.hpp>
#include <rondo/loop/reply.hpp>
#include <rondo/tasks/future.hpp>
#include <rondo/threads/executor.hpp>

#include <algorithm>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace rondo {

/// The threads of an executor, and the queue from which they take their work.
class Executor::Threads : public std::enable_shared_from_this<Threads> {
public:
    explicit Threads(std::size_t most) : most_(most) {
        if (most == 0) throw std::invalid_argument("max_workers must be greater than 0");
    }

    void add(std::shared_ptr<Work> work) {
        if (!process_.here())
            throw RuntimeError("this executor's threads are in the process that forked this one");
        const std::lock_guard lock(mutex_);
        if (shut_down_) throw RuntimeError("cannot schedule new futures after shutdown");
        queue_.push_back(std::move(work));
        if (queue_.size() > idle_ && threads_.size() < most_) {
            try {
                start_thread();
            } catch (...) {
                if (threads_.empty()) {  // or else those that there are will come to it
                    queue_.pop_back();
                    throw;
                }
            }
        }
        changed_.notify_one();
    }

    void shutdown(const ShutdownOptions& options) {
        // In a child that was forked there is nobody to wait for, and the mutex may be locked.
        if (!process_.here()) return;
        if (options.wait && working_for == this)
            throw RuntimeError("an executor's own thread cannot wait for its end");
        std::list<std::shared_ptr<Work>> cancelled;
        {
            const std::lock_guard lock(mutex_);
            shut_down_ = true;
            if (options.cancel_futures) cancelled.swap(queue_);
            changed_.notify_all();
        }
        for (const auto& work : cancelled) work->withdraw();
        if (options.wait) join();
    }

    /// Shuts it down for good: nobody but its threads has a share in it any more.
    void end() {
        if (!process_.here()) return;
        const bool in_own_thread = working_for == this;
        shutdown({.wait = !in_own_thread});
        for (std::thread& aside : asides_) in_own_thread ? aside.detach() : aside.join();
        const std::lock_guard lock(mutex_);
        for (std::thread& thread : threads_) thread.detach();
        threads_.clear();
    }

    /// Runs a function in a thread that is no worker, and is waited for in the end.
    template <class F>
    void run_aside(F function) {
        const std::lock_guard lock(mutex_);
        asides_.emplace_back(std::move(function));
    }

private:
    void start_thread() {
        threads_.emplace_back([self = shared_from_this()] { self->work(); });
    }

    void work() {
        working_for = this;
        // The end of a thread by pthread_exit, in what it was given to do, destroys this, too.
        struct End {
            ~End() {
                if (!in_order) threads.replace_this_thread();
            }
            Threads& threads;
            bool in_order = false;
        } end{*this};
        std::unique_lock lock(mutex_);
        while (true) {
            ++idle_;
            changed_.wait(lock, [this] { return !queue_.empty() || shut_down_; });
            --idle_;
            if (queue_.empty()) break;
            std::shared_ptr<Work> work = std::move(queue_.front());
            queue_.pop_front();
            lock.unlock();
            work->work();
            work.reset();
            lock.lock();
        }
        end.in_order = true;
    }

    /// This thread ends, though there may be work: another one takes its place.
    void replace_this_thread() noexcept {
        const std::lock_guard lock(mutex_);
        const auto is_this = [](const std::thread& thread) {
            return thread.get_id() == std::this_thread::get_id();
        };
        const auto found = std::find_if(threads_.begin(), threads_.end(), is_this);
        if (found != threads_.end()) {  // or else somebody is waiting for it already
            found->detach();
            threads_.erase(found);
        }
        try {
            if (queue_.size() > idle_) start_thread();
        } catch (...) {}  // the next that is added will try it again
    }

    void join() {
        const std::lock_guard one_at_a_time(joining_);
        while (true) {
            std::thread thread;
            {
                const std::lock_guard lock(mutex_);
                if (threads_.empty()) return;
                thread = std::move(threads_.back());
                threads_.pop_back();
            }
            thread.join();
        }
    }

    /// Whose worker this thread is.
    static inline constinit thread_local const Threads* working_for = nullptr;

    const std::size_t most_;
    const ProcessMark process_;
    std::mutex mutex_;  // for all that follows
    std::condition_variable changed_;
    std::list<std::shared_ptr<Work>> queue_;  // a list that is empty needs no memory
    std::vector<std::thread> threads_;
    std::vector<std::thread> asides_;
    std::size_t idle_ = 0;
    bool shut_down_ = false;
    std::mutex joining_;  // of several that wait for the threads, one joins them
};

Executor::Executor()
    : Executor(std::min<std::size_t>(32, std::max(1U, std::thread::hardware_concurrency()) + 4)) {}

Executor::Executor(std::size_t max_workers) : threads_(std::make_shared<Threads>(max_workers)) {}

Executor::~Executor() { threads_->end(); }

void Executor::shutdown(const ShutdownOptions& options) { threads_->shutdown(options); }

void Executor::add(std::shared_ptr<Work> work) { threads_->add(std::move(work)); }

void Executor::shutdown_and_reply(std::shared_ptr<Mailbox> mailbox, Reply& reply) {
    threads_->run_aside([threads = threads_, mailbox = std::move(mailbox), &reply] {
        threads->shutdown({});
        mailbox->post(reply);
    });
}

// --- The loop's own executor --------------------------------------------------------------------

namespace {

/// Ends a future when the executor is down.
class ShutdownReply final : public Reply {
public:
    ShutdownReply(EventLoop& loop, const Future<>& down) : Reply(loop), down_(down) {}

protected:
    void arrive() noexcept override {
        if (!down_.done()) down_.set_result();
    }

private:
    Future<> down_;
};

}  // namespace

Executor& EventLoop::default_executor() {
    if (executor_shut_down_) throw RuntimeError("Executor shutdown has been called");
    if (!executor_) executor_ = std::make_shared<Executor>();
    return *executor_;
}

void EventLoop::set_default_executor(std::shared_ptr<Executor> executor) {
    executor_ = std::move(executor);
}

Coro<void> EventLoop::shutdown_default_executor(std::optional<Duration> timeout) {
    executor_shut_down_ = true;
    if (!executor_) co_return;
    const Future<> down = create_future<>();
    auto* const reply = new ShutdownReply(*this, down);
    try {
        executor_->shutdown_and_reply(mailbox_, *reply);
    } catch (...) {
        reply->drop();
        throw;
    }
    try {
        co_await wait_for(down, timeout);
    } catch (const TimeoutError&) {
        const auto seconds = std::chrono::duration<double>(timeout.value_or(Duration())).count();
        call_exception_handler({"The executor did not finish joining its threads within " +
                                    std::to_string(seconds) + " seconds",
                                std::current_exception()});
    }
}

void EventLoop::let_executor_go() {
    executor_shut_down_ = true;
    executor_->shutdown({.wait = false});
}

}  // namespace rondo
