/// @file
/// Which kernel a loop runs on.
#pragma once

#include <rondo/kernel/poller.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace rondo {

/// Makes the poller with this name. Without a name, the environment variable `RONDO_POLLER`
/// chooses, and without that, the system's best one is taken.
/// @throws RuntimeError if this system has none of this name; the message lists those it has.
/// Built in chapter 3; each kernel's chapter adds its line.
std::unique_ptr<Poller> make_poller(std::string_view name = {});

/// The names of the pollers that this system has, the best one first.
/// Built in chapter 3.
std::vector<std::string_view> poller_names();

}  // namespace rondo
