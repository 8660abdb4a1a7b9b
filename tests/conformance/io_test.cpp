#include "tests/conformance/conformance.hpp"
#include "tests/support/socket_pair.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using support::SocketPair;

CONFORMS(270_io_add_reader) {
    EventLoop loop(options);
    SocketPair sockets;
    const TimePoint t0 = loop.time();
    const auto on_readable = [&](std::string_view label) {
        const std::string data = sockets.receive_here();
        print(label, "got", data);
        if (data == "two") {
            print("remove:", loop.remove_reader(sockets.here()));
            print("remove again:", loop.remove_reader(sockets.here()));
        }
    };
    const auto send = [&](std::string_view word) { sockets.send_here(word); };
    loop.add_reader(sockets.here(), on_readable, "reader");
    print("waiting");
    loop.call_at(t0 + 10ms, send, "one");
    loop.call_at(t0 + 40ms, send, "two");
    loop.call_at(t0 + 70ms, send, "three");
    loop.call_at(t0 + 100ms, &EventLoop::stop, &loop);
    loop.run_forever();
    print("unread:", sockets.receive_here());
}

CONFORMS(272_io_add_writer) {
    EventLoop loop(options);
    SocketPair sockets;
    std::vector<std::string> words{"gamma", "beta", "alpha"};
    const auto on_writable = [&] {
        const std::string word = words.back();
        words.pop_back();
        print("writing", word);
        sockets.send_there(word);
        if (words.empty()) {
            print("remove:", loop.remove_writer(sockets.here()));
            loop.call_later(10ms, &EventLoop::stop, &loop);
        }
    };
    loop.add_writer(sockets.here(), on_writable);
    loop.run_forever();
    print("received", sockets.receive_there());
    print("remove again:", loop.remove_writer(sockets.here()));
}

CONFORMS(io_replaced_reader) {
    EventLoop loop(options);
    SocketPair sockets;
    const auto on_readable = [&](std::string_view name) {
        print(name, "got", sockets.receive_here());
    };
    const auto send = [&](std::string_view word) { sockets.send_here(word); };
    loop.add_reader(sockets.here(), on_readable, "first");
    loop.call_later(10ms, send, "one");
    loop.call_later(30ms, [&] { loop.add_reader(sockets.here(), on_readable, "second"); });
    loop.call_later(50ms, send, "two");
    loop.call_later(80ms, &EventLoop::stop, &loop);
    loop.run_forever();
}

CONFORMS(io_removed_in_the_batch) {
    EventLoop loop(options);
    SocketPair pairs[2];
    std::vector<std::size_t> called;
    const auto on_readable = [&](std::size_t mine, std::size_t other) {
        called.push_back(mine);
        loop.remove_reader(pairs[other].here());
        loop.remove_reader(pairs[mine].here());
    };
    for (SocketPair& pair : pairs) pair.send_here("x");
    loop.add_reader(pairs[0].here(), on_readable, 0U, 1U);
    loop.add_reader(pairs[1].here(), on_readable, 1U, 0U);
    loop.call_later(30ms, &EventLoop::stop, &loop);
    loop.run_forever();
    print("called:", called.size());
}

CONFORMS(io_place_in_the_turn) {
    EventLoop loop(options);
    SocketPair sockets;
    sockets.send_here("x");
    const auto say = [](std::string_view what) { print(what); };
    const auto on_readable = [&] {
        print("reader");
        sockets.receive_here();
        loop.call_soon(say, "after the reader");
    };
    loop.call_soon([&] {
        print("begin");
        loop.call_later(0s, say, "timer");
        loop.add_reader(sockets.here(), on_readable);
        loop.call_soon(say, "queued");
    });
    loop.call_later(30ms, &EventLoop::stop, &loop);
    loop.run_forever();
}

CONFORMS(io_both_directions) {
    EventLoop loop(options);
    SocketPair sockets;
    sockets.send_here("x");
    loop.add_writer(sockets.here(), [&] {
        print("writer");
        print("removed:", loop.remove_writer(sockets.here()));
    });
    loop.add_reader(sockets.here(), [&] { print("reader", sockets.receive_here()); });
    loop.call_later(20ms, [&] { sockets.send_here("y"); });
    loop.call_later(40ms, &EventLoop::stop, &loop);
    loop.run_forever();
}

CONFORMS(io_end_of_the_other_side) {
    EventLoop loop(options);
    SocketPair sockets;
    loop.add_reader(sockets.here(), [&] {
        const std::string data = sockets.receive_here();
        print("got", data.size(), "bytes");
        if (data.empty()) {
            loop.remove_reader(sockets.here());
            loop.stop();
        }
    });
    loop.call_later(10ms, [&] { sockets.send_here("last words"); });
    loop.call_later(30ms, [&] { sockets.close_there(); });
    loop.run_forever();
}

CONFORMS(io_reader_that_fails) {
    EventLoop loop(options);
    SocketPair sockets;
    loop.set_exception_handler([](EventLoop&, const ErrorContext& context) {
        print("handler:", conformance::message_of(context.exception));
    });
    loop.add_reader(sockets.here(), [&] {
        const std::string word = sockets.receive_here();
        if (word == "bad") throw std::invalid_argument("cannot read " + word);
        print("got", word);
    });
    const auto send = [&](std::string_view word) { sockets.send_here(word); };
    loop.call_later(10ms, send, "bad");
    loop.call_later(30ms, send, "good");
    loop.call_later(50ms, &EventLoop::stop, &loop);
    loop.run_forever();
}

Coro<std::string> read_word(std::string_view name, SocketPair& sockets) {
    EventLoop& loop = get_running_loop();
    const auto readable = loop.create_future();
    loop.add_reader(sockets.here(), [readable] {
        if (!readable.done()) readable.set_result();
    });
    struct Finally {
        ~Finally() {
            print(name, "stops reading:", get_running_loop().remove_reader(sockets.here()));
        }
        std::string_view name;
        SocketPair& sockets;
    };
    const Finally finally{name, sockets};
    co_await readable;
    co_return sockets.receive_here();
}

Coro<> tasks_and_readers() {
    SocketPair sockets;
    auto first = create_task(read_word("first", sockets));
    get_running_loop().call_later(20ms, [&] { sockets.send_here("hello"); });
    const std::string word = co_await first;
    print("first:", word);
    try {
        co_await wait_for(read_word("second", sockets), 20ms);
    } catch (const TimeoutError&) {
        print("second: too late");
    }
}

CONFORMS(io_tasks_and_readers) { run(tasks_and_readers(), options); }

}  // namespace
