/// @file
/// Whether the loop can grow as the plan says: nothing uses what a later chapter builds.
#pragma once

#include "tests/book/ownership.hpp"

namespace book {

/// Finds what stands in src/rondo in a form that it cannot have had when it first appeared: it uses
/// a name that only a later chapter builds, and the plan does not say that it is changed then.
Problems check_growth(const Plan& plan, const Ownership& ownership);

}  // namespace book
