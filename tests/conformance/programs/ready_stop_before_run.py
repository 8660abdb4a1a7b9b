import asyncio

loop = asyncio.new_event_loop()


def show(name):
    print("callback", name)
    loop.call_soon(print, "from", name)


loop.call_soon(show, "a")
loop.stop()
loop.run_forever()
print("first run over")
loop.stop()
loop.stop()
loop.run_forever()
print("second run over")
loop.call_soon(loop.stop)
loop.run_forever()
print("third run over")
loop.close()
