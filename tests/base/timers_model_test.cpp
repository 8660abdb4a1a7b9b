// The heap and the wheel against the plainest timers there are, a sorted set, on random steps.
#include <rondo/base/timer_heap.hpp>
#include <rondo/base/timer_wheel.hpp>

#include <gtest/gtest.h>

#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

constexpr Duration tick{std::int64_t{1} << tick_bits};

struct Timer final : TimerNode {
    void run() noexcept override {}
    std::uint64_t armed_as = 0;  // the number of its arming
    std::size_t place_in_list = 0;
};

// The model: deadlines, then the order of arming.
struct Earlier {
    bool operator()(const Timer* left, const Timer* right) const {
        return left->when != right->when ? left->when < right->when
                                         : left->armed_as < right->armed_as;
    }
};

template <class Timers>
class Trial {
public:
    Trial(unsigned seed, TimePoint start) : random_(seed), now_(start) {
        NodeQueue nothing;
        timers_.collect(now_, nothing);
        for (int number = 0; number < 2000; ++number)
            idle_.push_back(all_.emplace_back(std::make_unique<Timer>()).get());
    }

    // How far the clock has come.
    TimePoint now() const { return now_; }

    void steps(int count) {
        for (int step = 0; step < count && !::testing::Test::HasFatalFailure(); ++step) {
            switch (below(8)) {
                case 0:
                case 1:
                case 2:
                case 3:
                    arm();
                    break;
                case 4:
                case 5:
                    disarm();
                    break;
                case 6:
                    advance(later(now_, any_delay()));
                    break;
                case 7:  // not to the end of time, where all the rest would be overdue
                    if (timers_.earliest() < now_ + 24h * 30) advance_to_earliest();
                    break;
            }
            check();
        }
    }

    // Going from one `earliest` to the next reaches every deadline, in few steps for each.
    void run_out() {
        while (!model_.empty() && !::testing::Test::HasFatalFailure()) {
            if ((*model_.begin())->when == never) break;
            const std::size_t before = model_.size();
            int questions = 0;
            while (model_.size() == before && !::testing::Test::HasFatalFailure()) {
                ASSERT_LE(++questions, 10)
                    << "it does not get to " << (*model_.begin())->when.time_since_epoch().count();
                advance_to_earliest();
            }
        }
    }

private:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    Duration any_delay() {
        const auto amount = static_cast<std::int64_t>(below(1000));
        switch (below(10)) {
            case 0:
                return 0ns;
            case 1:
                return -Duration(amount * 1'000'000);
            case 2:
                return Duration(amount);
            case 3:
                return std::chrono::microseconds(amount);
            case 4:
                return std::chrono::milliseconds(amount);
            case 5:
                return tick * static_cast<std::int64_t>(below(130));
            case 6:
                return std::chrono::seconds(amount);
            case 7:
                return std::chrono::minutes(amount);
            case 8:
                return std::chrono::hours(amount / 10);
            default:
                return below(100) == 0 ? std::chrono::hours(24 * amount) : 1ms;
        }
    }

    // Where mistakes hide: equal ones, the boundaries of ticks and slots, and the end of time.
    TimePoint any_deadline() {
        switch (below(12)) {
            case 0:  // one that another has already
                if (!model_.empty()) return some_armed().when;
                [[fallthrough]];
            case 1:
                return now_;
            case 2: {  // at, or beside, the beginning of a slot of some level
                const int width = tick_bits + 6 * static_cast<int>(below(7));
                const std::int64_t slot = (now_.time_since_epoch().count() >> width) + 1;
                const auto further = static_cast<std::int64_t>(below(3));
                const auto beside = static_cast<std::int64_t>(below(3)) - 1;
                return TimePoint(Duration(((slot + further) << width) + beside));
            }
            case 3:
                return below(20) == 0 ? never : later(now_, 1s);
            case 4:
                return below(20) == 0 ? TimePoint::min() : now_ - 1ns;
            default:
                return later(now_, any_delay());
        }
    }

    Timer& some_armed() {
        // Any one will do, so a search from a random deadline spares a second index.
        Timer probe;
        probe.when = any_probe();
        auto found = model_.lower_bound(&probe);
        return **(found == model_.end() ? std::prev(found) : found);
    }
    TimePoint any_probe() { return later(now_, any_delay()); }

    void arm() {
        if (idle_.empty()) return;
        std::swap(idle_[below(idle_.size())], idle_.back());
        Timer* timer = idle_.back();
        idle_.pop_back();
        timer->when = any_deadline();
        timer->armed_as = ++armings_;
        timers_.arm(*timer);
        ASSERT_TRUE(timer->armed());
        model_.insert(timer);
    }

    void disarm() {
        if (model_.empty()) return;
        Timer& timer = some_armed();
        model_.erase(&timer);
        timers_.disarm(timer);
        ASSERT_FALSE(timer.armed());
        idle_.push_back(&timer);
    }

    void advance(TimePoint moment) {
        now_ = std::max(now_, std::min(moment, never - 1ns));
        NodeQueue due;
        timers_.collect(now_, due);
        while (!model_.empty() && (*model_.begin())->when <= now_) {
            Timer* expected = *model_.begin();
            ASSERT_EQ(due.pop(), expected);
            ASSERT_FALSE(expected->armed());
            model_.erase(model_.begin());
            idle_.push_back(expected);
        }
        ASSERT_TRUE(due.empty()) << "early";
    }

    void advance_to_earliest() {
        const TimePoint earliest = timers_.earliest();
        if (earliest != never) advance(earliest);
    }

    void check() {
        const TimePoint truly = model_.empty() ? never : (*model_.begin())->when;
        ASSERT_LE(timers_.earliest(), truly);
        if (truly != never) {
            ASSERT_FALSE(timers_.empty());
        }
        if (model_.empty()) {
            ASSERT_TRUE(timers_.empty());
            ASSERT_EQ(timers_.earliest(), never);
        }
    }

    std::mt19937_64 random_;
    TimePoint now_;
    Timers timers_;
    std::vector<std::unique_ptr<Timer>> all_;
    std::vector<Timer*> idle_;
    std::set<Timer*, Earlier> model_;
    std::uint64_t armings_ = 0;
};

template <class Timers>
class TimersModel : public ::testing::Test {};
using Kinds = ::testing::Types<TimerHeap, TimerWheel>;
TYPED_TEST_SUITE(TimersModel, Kinds);

TYPED_TEST(TimersModel, AMillionRandomStepsComeOutAsFromASortedSet) {
    for (unsigned seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        // From the beginning of the clock, and from where a machine's clock may be.
        const TimePoint start = seed % 2 == 0 ? TimePoint{} : TimePoint{} + 1'234'567'890'123ns;
        Trial<TypeParam> trial(seed, start);
        trial.steps(100'000);
        ASSERT_LT(trial.now(), start + std::chrono::years(100)) << "too fast to be a test";
        trial.run_out();
        if (this->HasFatalFailure()) return;
    }
}

// Few steps of the clock, and many timers on the same moments.
TYPED_TEST(TimersModel, ManyEqualDeadlinesKeepTheOrderOfArming) {
    std::mt19937_64 random(7);
    TypeParam timers;
    std::vector<std::unique_ptr<Timer>> all;
    TimePoint now{};
    std::multiset<Timer*, Earlier> model;
    for (std::uint64_t round = 1; round <= 200; ++round) {
        for (int number = 0; number < 100; ++number) {
            Timer& timer = *all.emplace_back(std::make_unique<Timer>());
            timer.when = TimePoint{} + 50ms * static_cast<int>(random() % 21);
            timer.armed_as = all.size();
            timers.arm(timer);
            model.insert(&timer);
        }
        now += 5ms;
        NodeQueue due;
        timers.collect(now, due);
        while (!model.empty() && (*model.begin())->when <= now) {
            ASSERT_EQ(due.pop(), *model.begin()) << "seed 7, round " << round;
            model.erase(model.begin());
        }
        ASSERT_TRUE(due.empty());
    }
    ASSERT_TRUE(timers.empty());
}

}  // namespace
