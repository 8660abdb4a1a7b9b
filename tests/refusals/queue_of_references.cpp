// refused: a Queue hands over objects that can be moved
#include <rondo/rondo.hpp>

rondo::Queue<int&> queue;
