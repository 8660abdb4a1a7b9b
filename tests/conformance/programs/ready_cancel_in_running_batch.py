import asyncio

loop = asyncio.new_event_loop()
handles = {}


def show(name):
    print("callback", name)


def cancel(*names):
    print("cancelling", *names)
    for name in names:
        handles[name].cancel()


handles["a"] = loop.call_soon(show, "a")
loop.call_soon(cancel, "a", "b", "d")
handles["b"] = loop.call_soon(show, "b")
handles["c"] = loop.call_soon(show, "c")
handles["d"] = loop.call_soon(show, "d")
loop.call_soon(loop.stop)
loop.run_forever()
print(" ".join("true" if handles[n].cancelled() else "false" for n in "abcd"))
loop.close()
