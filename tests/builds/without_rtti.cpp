// A file without RTTI, of a program whose loop has it: everything that asks what something is.
#include <rondo/rondo.hpp>

#include <cstdlib>
#include <stdexcept>

struct Mishap : std::exception {
    const char* what() const noexcept override { return "dropped"; }
};

void check(bool right) {
    if (!right) std::abort();
}

void note(const rondo::AnyFuture&) {}
void note_as_well(const rondo::AnyFuture&) {}

rondo::Coro<int> fail() {
    co_await rondo::sleep(std::chrono::seconds(1));
    throw Mishap();
}

rondo::Coro<> async_main() {
    rondo::EventLoop& loop = rondo::get_running_loop();
    std::string source;
    loop.set_exception_handler(
        [&](rondo::EventLoop&, const rondo::ErrorContext& context) { source = context.source; });
    loop.call_soon([] { throw Mishap(); });
    loop.call_later(std::chrono::seconds(2), [] {});
    const auto task = rondo::create_task(fail());
    task.add_done_callback(note);
    check(task.remove_done_callback(note_as_well) == 0);
    check(task.remove_done_callback(note) == 1);
    co_await rondo::sleep(std::chrono::milliseconds(1));
    check(rondo::format_call_graph(task).find("fail") != std::string::npos);
    co_await rondo::wait(task);
    check(rondo::describe(task.exception()) == "Mishap: dropped");
    check(source == "a function");
}

int main(int, char** arguments) {
    rondo::LoopOptions options;
    options.virtual_time = true;
    options.seed = 1;
    rondo::Runner runner(options);
    rondo::record_trace(runner.get_loop(), std::string(arguments[0]) + ".json");
    runner.run(async_main());
}
