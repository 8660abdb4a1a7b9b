import asyncio

loop = asyncio.new_event_loop()
turn = 0


def tick():
    global turn
    turn += 1
    if turn < 10:
        loop.call_soon(tick)
    else:
        loop.stop()


a = loop.create_future()
b = loop.create_future()
c = loop.create_future()


def pass_on(source, target):
    def callback(f):
        print(source, f.result(), "in turn", turn)
        target.set_result(f.result() + 1)
    return callback


a.add_done_callback(pass_on("a", b))
b.add_done_callback(pass_on("b", c))
c.add_done_callback(lambda f: print("c", f.result(), "in turn", turn))
loop.call_soon(tick)
loop.call_soon(a.set_result, 1)
loop.run_forever()
loop.close()
