#include <rondo/sync/barrier.hpp>

#include <numeric>
#include <stdexcept>

namespace rondo {

Barrier::Barrier(int parties) : state_(new State) {
    if (parties < 1) throw std::invalid_argument("parties must be > 0");
    state_->parties = parties;
}

void Barrier::State::change_to(Phase next) {
    phase = next;
    changed.notify_all();
}

Coro<> Barrier::State::wait_for_others() {
    if (count() == parties) {
        std::iota(here.begin(), here.end(), 0);
        co_return change_to(Phase::draining);
    }
    co_await changed.wait_for([this] { return phase != Phase::filling; });
    if (phase != Phase::draining) throw BrokenBarrierError("Abort or reset of barrier");
}

void Barrier::State::one_has_gone() {
    if (count() > 0) return;
    change_to(phase == Phase::broken ? Phase::broken : Phase::filling);
}

Coro<int> Barrier::wait_at(Counted<State> barrier) {
    co_return co_await async_with(barrier->changed, [&]() -> Coro<int> {
        co_await barrier->changed.wait_for([&] {
            return barrier->phase != Phase::draining && barrier->phase != Phase::resetting;
        });
        if (barrier->phase == Phase::broken) throw BrokenBarrierError("Barrier aborted");
        const auto place = barrier->here.insert(barrier->here.end(), 0);
        std::exception_ptr error;
        try {
            co_await barrier->wait_for_others();
        } catch (...) {
            error = std::current_exception();
        }
        const int index = *place;
        barrier->here.erase(place);
        barrier->one_has_gone();
        if (error) std::rethrow_exception(error);
        co_return index;
    });
}

Coro<> Barrier::reset_at(Counted<State> barrier) {
    co_await async_with(barrier->changed, [&]() -> Coro<> {
        barrier->change_to(barrier->count() > 0 ? Phase::resetting : Phase::filling);
        co_return;
    });
}

Coro<> Barrier::abort_at(Counted<State> barrier) {
    co_await async_with(barrier->changed, [&]() -> Coro<> {
        barrier->change_to(Phase::broken);
        co_return;
    });
}

}  // namespace rondo
