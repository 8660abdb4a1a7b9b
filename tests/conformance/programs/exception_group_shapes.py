def show(label, e, indent=""):
    if e is None:
        print(indent + label, "none")
    elif isinstance(e, ExceptionGroup):
        print(indent + label, "group:", e, "of", len(e.exceptions))
        for x in e.exceptions:
            show("-", x, indent + "  ")
    else:
        print(indent + label, type(e).__name__, e)


def split(label, eg, condition):
    print("---", label)
    match, rest = eg.split(condition)
    show("match", match)
    show("rest", rest)
    show("subgroup", eg.subgroup(condition))


inner = ExceptionGroup("inner", [ValueError("c"), LookupError("d")])
deep = ExceptionGroup("deep", [ExceptionGroup("deeper", [ValueError("e")])])
eg = ExceptionGroup("outer", [RuntimeError("a"), ValueError("b"), inner, deep])
show("all", eg)
print(eg.message, "and", inner.message)
split("ValueError", eg, ValueError)
split("RuntimeError", eg, RuntimeError)
split("TimeoutError", eg, TimeoutError)
split("all of them", eg, Exception)
split("groups", eg, ExceptionGroup)
split("an inner group", eg, lambda e: isinstance(e, ExceptionGroup) and e.message == "inner")


def asked(e):
    print("asked", type(e).__name__, e)
    return str(e) in ("b", "d")


split("by a condition", eg, asked)
split("nothing left", ExceptionGroup("one", [ValueError("x")]), ValueError)
print(ExceptionGroup("", [ValueError("no message")]))
