import asyncio

loop = asyncio.new_event_loop()
other = asyncio.new_event_loop()


def b(v):
    return "true" if v else "false"


def attempt(label, fn):
    try:
        fn()
        print(label, "works")
    except RuntimeError as e:
        print(label, "->", type(e).__name__)


def inside():
    print("running:", b(loop.is_running()), "closed:", b(loop.is_closed()))
    attempt("run_forever inside", loop.run_forever)
    attempt("another loop inside", other.run_forever)
    attempt("close inside", loop.close)
    attempt("running loop", asyncio.get_running_loop)
    loop.stop()


print("running:", b(loop.is_running()))
attempt("running loop outside", asyncio.get_running_loop)
loop.call_soon(inside)
loop.run_forever()
print("running:", b(loop.is_running()))
loop.close()
loop.close()
print("closed:", b(loop.is_closed()))
attempt("call_soon after close", lambda: loop.call_soon(print))
attempt("call_later after close", lambda: loop.call_later(0, print))
attempt("run_forever after close", loop.run_forever)
other.close()
