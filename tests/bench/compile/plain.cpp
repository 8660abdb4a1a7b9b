// What no program of coroutines does without: the rest of compiling a user's file is the library's
// doing.

#include <coroutine>
#include <functional>
#include <string>

int main() {}
