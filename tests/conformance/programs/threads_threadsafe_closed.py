import asyncio
import threading

loop = asyncio.new_event_loop()
errors = []


def post(text):
    try:
        loop.call_soon_threadsafe(print, text)
    except RuntimeError as e:
        errors.append(str(e))


def in_thread(text):
    thread = threading.Thread(target=post, args=(text,))
    thread.start()
    thread.join()


in_thread("seen")
loop.call_soon(loop.stop)
loop.run_forever()
in_thread("never seen")
loop.close()
in_thread("refused")
post("refused, too")
for error in errors:
    print(error)
