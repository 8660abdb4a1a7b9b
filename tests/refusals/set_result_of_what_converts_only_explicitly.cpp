// refused: set_result
#include <rondo/rondo.hpp>

#include <vector>

void use(rondo::Future<std::vector<int>> future) { future.set_result(3); }
