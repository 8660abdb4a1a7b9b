import asyncio

loop = asyncio.new_event_loop()


def first():
    print("first")
    loop.call_later(-1, overdue)
    loop.call_later(0, print, "zero")
    loop.call_soon(print, "soon, made after the timers")


def overdue():
    print("overdue")
    loop.call_later(-5, print, "more overdue, armed by overdue")
    loop.call_soon(print, "soon, made by overdue")
    loop.call_soon(loop.call_soon, print, "soon of soon")


loop.call_soon(first)
loop.call_later(0.02, loop.stop)
loop.run_forever()
loop.close()
