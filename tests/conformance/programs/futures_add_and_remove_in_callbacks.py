import asyncio

loop = asyncio.new_event_loop()
fut = loop.create_future()


def show(f):
    print("show")


def adder(f):
    print("adder")
    f.add_done_callback(show)
    f.add_done_callback(second)
    print("removed:", f.remove_done_callback(show))


def second(f):
    print("second removes", f.remove_done_callback(adder))


print("removed:", fut.remove_done_callback(show))
fut.add_done_callback(show)
fut.add_done_callback(adder)
fut.add_done_callback(show)
fut.add_done_callback(second)
print("removed:", fut.remove_done_callback(show))
print("removed:", fut.remove_done_callback(show))
fut.add_done_callback(show)
loop.call_soon(fut.set_result, None)
loop.call_later(0.01, loop.stop)
loop.run_forever()
loop.close()
