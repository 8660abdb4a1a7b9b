// Loads two shared libraries that have a loop each, and calls them: by turns, in two threads at
// once, and one within the other's loop.
#include <cstdio>
#include <cstdlib>
#include <thread>

#include <dlfcn.h>

using Plugin = int (*)(int (*other)());

Plugin load(const char* path) {
    void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        std::puts(dlerror());
        std::exit(1);
    }
    return reinterpret_cast<Plugin>(dlsym(library, "plugin"));
}

Plugin first, second;

int main(int, char** arguments) {
    first = load(arguments[1]);
    second = load(arguments[2]);
    for (int round = 0; round < 3; ++round)
        if (first(nullptr) != 42 || second(nullptr) != 42) return 1;
    for (int round = 0; round < 100; ++round) {
        int there = 0;
        std::thread thread([&] { there = first(nullptr); });
        const int here = second(nullptr);
        thread.join();
        if (here != 42 || there != 42) return 2;
    }
    std::printf("within each other: %d\n", first([] { return second(nullptr); }));
}
