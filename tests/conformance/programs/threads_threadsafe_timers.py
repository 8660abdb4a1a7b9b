import asyncio
import threading
import time

loop = asyncio.new_event_loop()


def post():
    for n in range(3):
        loop.call_soon_threadsafe(print, "posted", n)


def busy():
    loop.call_later(0, print, "timer 0")
    thread = threading.Thread(target=post)
    thread.start()
    thread.join()
    time.sleep(0.03)
    print("busy ends")


loop.call_later(0.01, print, "timer 1")
loop.call_later(0.02, print, "timer 2")
loop.call_later(0.06, loop.stop)
loop.call_soon(busy)
loop.run_forever()
loop.close()
