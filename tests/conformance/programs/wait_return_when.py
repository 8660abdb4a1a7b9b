import asyncio


async def child(name, turns, how=""):
    for i in range(turns):
        await asyncio.sleep(0)
    if how == "fails":
        raise ValueError(name)
    if how == "cancelled":
        raise asyncio.CancelledError()
    return name


def names(tasks):
    return " ".join(sorted(t.get_name() for t in tasks)) or "none"


async def attempt(label, return_when, *children):
    tasks = [asyncio.create_task(child(*c), name=c[0]) for c in children]
    done, pending = await asyncio.wait(tasks, return_when=return_when)
    print(label, "done:", names(done), "pending:", names(pending))
    done, pending = await asyncio.wait(tasks, return_when=return_when)
    print("again done:", names(done), "pending:", names(pending))
    done, pending = await asyncio.wait(tasks)
    print("all done:", names(done), "pending:", names(pending))
    for t in tasks:
        if not t.cancelled():
            t.exception()


async def main():
    for return_when in [asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED]:
        print(return_when)
        await attempt("plain", return_when, ("a", 0), ("b", 1), ("c", 8))
        await attempt("same turn", return_when, ("a", 0), ("b", 0), ("c", 8))
        await attempt("two turns apart", return_when, ("a", 0), ("b", 2), ("c", 8))
        await attempt("failing", return_when, ("a", 0), ("b", 2, "fails"), ("c", 8))
        await attempt("cancelled", return_when, ("a", 0, "cancelled"), ("b", 2), ("c", 8))
        await attempt("both", return_when, ("a", 1, "cancelled"), ("b", 3, "fails"), ("c", 8))


asyncio.run(main())
