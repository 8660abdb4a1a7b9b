import asyncio

loop = asyncio.new_event_loop()


def stopper(left):
    print("stopper", left)
    loop.stop()
    if left > 0:
        loop.call_soon(stopper, left - 1)


loop.call_soon(stopper, 2)
loop.call_soon(stopper, 0)
for i in range(3):
    loop.run_forever()
    print("run", i, "over")
    if i < 2:
        continue
loop.call_later(0.01, print, "timer left over")
loop.call_soon(loop.stop)
loop.run_forever()
print("stopped before the timer")
loop.call_later(0.02, loop.stop)
loop.run_forever()
loop.close()
