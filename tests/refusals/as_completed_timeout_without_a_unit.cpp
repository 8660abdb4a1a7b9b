// refused: a length of time has a unit: 1s, 500ms
#include <rondo/rondo.hpp>

#include <vector>

void use(std::vector<rondo::Task<>> tasks) { rondo::as_completed(tasks, {.timeout = 1}); }
