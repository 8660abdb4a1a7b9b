import asyncio

loop = asyncio.new_event_loop()


async def short():
    await asyncio.sleep(0.01)
    print("short ends")


loop.call_later(0.03, print, "30 ms timer")
loop.call_later(-1, print, "overdue timer")
loop.run_until_complete(short())
print("first run over")
loop.run_until_complete(asyncio.sleep(0.04, "slept"))
print("second run over")
doomed = loop.call_later(0.01, print, "never")
loop.call_later(5, print, "never either")
doomed.cancel()
print(loop.run_until_complete(asyncio.sleep(0.02, "slept again")))
loop.close()
