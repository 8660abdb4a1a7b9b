import asyncio
import threading

loop = asyncio.new_event_loop()


def fail(text):
    raise ValueError(text)


def handler(loop, context):
    e = context["exception"]
    print("handler:", type(e).__name__, e)


def post():
    loop.call_soon_threadsafe(fail, "one")
    loop.call_soon_threadsafe(print, "between")
    loop.call_soon_threadsafe(fail, "two")
    loop.call_soon_threadsafe(loop.stop)
    loop.call_soon_threadsafe(print, "behind stop")


loop.set_exception_handler(handler)
thread = threading.Thread(target=post)
thread.start()
thread.join()
loop.run_forever()
print("stopped")
loop.close()
