// After the headers of Qt, X11 and Windows, which make macros of common words.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstdio>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

#define signals public
#define slots
#define emit
#define foreach(variable, container) for (variable : container)
#define forever for (;;)
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define near
#define far
#define small char
#define interface struct
#define ERROR 0
#define DELETE 1
#define IN
#define OUT
#define Bool int
#define None 0L
#define Status int
#define Success 0
#define True 1
#define False 0
#define Always 2
#define Complex 0

#include <rondo/rondo.hpp>

rondo::Coro<int> answer() {
    rondo::Semaphore semaphore(1);
    rondo::Condition().notify_all();
    co_await rondo::wait_for(semaphore.acquire(), std::chrono::hours(1));
    co_return 42;
}
