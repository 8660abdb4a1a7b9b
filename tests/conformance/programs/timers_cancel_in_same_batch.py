import asyncio

loop = asyncio.new_event_loop()
t0 = loop.time()
timers = {}


def show(name):
    print("timer", name)


def canceller():
    print("cancels self, c and e")
    timers["b"].cancel()
    timers["c"].cancel()
    timers["e"].cancel()


timers["a"] = loop.call_at(t0 - 5, show, "a")
timers["b"] = loop.call_at(t0 - 4, canceller)
timers["c"] = loop.call_at(t0 - 3, show, "c")
timers["d"] = loop.call_at(t0 - 2, show, "d")
timers["e"] = loop.call_at(t0 + 0.01, show, "e")
loop.call_at(t0 + 0.02, loop.stop)
print("when:", "true" if timers["a"].when() == t0 - 5 else "false")
loop.run_forever()
print(" ".join("true" if timers[n].cancelled() else "false" for n in "abcde"))
loop.close()
