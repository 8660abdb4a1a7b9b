import asyncio
import threading

lines = {}


async def greet(name, kept):
    kept.append("hello " + name)
    await asyncio.sleep(0.005)
    kept.append("goodbye " + name)
    return name


async def main(number):
    kept = lines[number] = []
    names = await asyncio.gather(greet("Alice", kept), greet("Bob", kept))
    kept.append(" ".join(names))
    event = asyncio.Event()
    loops[number] = (asyncio.get_running_loop(), event)
    ready.wait()
    loop, theirs = loops[1 - number]
    loop.call_soon_threadsafe(theirs.set)
    await event.wait()
    kept.append("heard from the other")


loops = {}
ready = threading.Barrier(2)
threads = [threading.Thread(target=asyncio.run, args=(main(n),)) for n in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for number in range(2):
    for line in lines[number]:
        print(number, line)
