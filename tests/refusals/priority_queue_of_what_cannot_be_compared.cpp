// refused: a PriorityQueue compares its items: give them an operator<, or name a comparison
#include <rondo/rondo.hpp>

struct Job {};

rondo::PriorityQueue<Job> jobs;
