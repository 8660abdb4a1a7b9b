/// @file
/// The whole library: all that a program has to include.
#pragma once

#if __cplusplus < 202002L
#error "Rondo needs C++20: -std=c++20"
#elif !defined(__cpp_exceptions)
#error "Rondo needs exceptions: no -fno-exceptions"
#else

#include <rondo/base/clock.hpp>
#include <rondo/base/context.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/groups/as_completed.hpp>
#include <rondo/groups/async_with.hpp>
#include <rondo/groups/exception_group.hpp>
#include <rondo/groups/gather.hpp>
#include <rondo/groups/shield.hpp>
#include <rondo/groups/task_group.hpp>
#include <rondo/groups/timeout.hpp>
#include <rondo/groups/try_except.hpp>
#include <rondo/groups/try_finally.hpp>
#include <rondo/groups/wait.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/sync/barrier.hpp>
#include <rondo/sync/condition.hpp>
#include <rondo/sync/event.hpp>
#include <rondo/sync/lock.hpp>
#include <rondo/sync/queue.hpp>
#include <rondo/sync/semaphore.hpp>
#include <rondo/tasks/coro.hpp>
#include <rondo/tasks/future.hpp>
#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>
#include <rondo/tasks/task.hpp>
#include <rondo/threads/executor.hpp>
#include <rondo/threads/run_coroutine_threadsafe.hpp>
#include <rondo/threads/run_in_executor.hpp>
#include <rondo/threads/threadsafe_future.hpp>
#include <rondo/watch/call_graph.hpp>
#include <rondo/watch/trace.hpp>

#endif

/// @namespace rondo
/// An event loop that means what Python's asyncio means.
