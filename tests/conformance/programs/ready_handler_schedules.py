import asyncio

loop = asyncio.new_event_loop()


def handler(the_loop, context):
    print("handler gets", type(context["exception"]).__name__, context["exception"])
    loop.call_soon(print, "queued by the handler")


def fail(text):
    raise ValueError(text)


loop.set_exception_handler(handler)
loop.call_soon(fail, "first")
loop.call_later(-1, fail, "second")
loop.call_soon(fail, "third")
loop.call_later(0.01, loop.stop)
loop.run_forever()
print("end")
loop.close()
