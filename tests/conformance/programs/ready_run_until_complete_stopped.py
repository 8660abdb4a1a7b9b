import asyncio

loop = asyncio.new_event_loop()


async def slow():
    print("slow starts")
    await asyncio.sleep(0.01)
    print("slow ends")
    return "slow result"


async def stopper():
    loop.stop()
    await asyncio.sleep(0)
    print("stopper goes on")


task = loop.create_task(slow())
other = loop.create_task(stopper())
try:
    loop.run_until_complete(task)
except RuntimeError as e:
    print("raised", type(e).__name__)
print("task done:", "true" if task.done() else "false")
print(loop.run_until_complete(task))
print("other done:", "true" if other.done() else "false")
print(loop.run_until_complete(task))
loop.close()
