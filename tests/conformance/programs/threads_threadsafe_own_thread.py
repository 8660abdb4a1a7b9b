import asyncio
import threading

loop = asyncio.new_event_loop()


def in_the_loop():
    loop.call_soon(print, "loop 1")
    loop.call_soon_threadsafe(print, "loop 2")
    thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(print, "thread"))
    thread.start()
    thread.join()
    loop.call_soon_threadsafe(print, "loop 3")
    loop.call_soon_threadsafe(loop.stop)
    loop.call_soon(print, "loop 4")


async def main():
    print("main")


loop.call_soon(print, "before 1")
loop.call_soon_threadsafe(print, "before 2")
loop.call_soon(print, "before 3")
loop.call_soon_threadsafe(print, "before 4")
loop.run_until_complete(main())
loop.call_soon(in_the_loop)
loop.run_forever()
loop.close()
