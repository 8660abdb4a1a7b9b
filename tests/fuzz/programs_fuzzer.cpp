// Random programs of tasks, timers, cancels, groups, locks and queues, in virtual time. libFuzzer
// gives the bytes; AddressSanitizer and its leak checker look on.

#include "tests/fuzz/world.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const fuzz::Script script(bytes, size);
    const rondo::LoopOptions options{.virtual_time = true};
    const std::string log = fuzz::run_program(script, options);
    fuzz::check(log == fuzz::run_program(script, options), "the same program, another order");
    return 0;
}
