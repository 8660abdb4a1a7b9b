// What no program of coroutines does without, and what greet.cpp includes itself: the rest of
// compiling it is the library's doing.

#include <chrono>
#include <coroutine>
#include <functional>
#include <iostream>
#include <string>

int main() {}
