import asyncio


def attempt(label, *args):
    try:
        ExceptionGroup(*args)
    except (TypeError, ValueError):
        print(label, "refused")
    else:
        print(label, "ok")


attempt("an exception", "m", [ValueError("a")])
attempt("nothing", "m", [])
attempt("a CancelledError", "m", [asyncio.CancelledError()])
attempt("a CancelledError among others", "m", [ValueError("a"), asyncio.CancelledError()])
attempt("a group", "m", [ExceptionGroup("in", [ValueError("a")])])
