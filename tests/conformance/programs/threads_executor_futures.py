import concurrent.futures
import threading

go_on = threading.Event()


def job(n):
    go_on.wait()
    if n == 3:
        raise ValueError("three")
    return n * n


def show(f):
    print("done:", str(f.done()).lower(), "running:", str(f.running()).lower(),
          "cancelled:", str(f.cancelled()).lower())


executor = concurrent.futures.ThreadPoolExecutor(max_workers=1)
first = executor.submit(job, 2)
while not first.running():
    pass
second = executor.submit(job, 3)
third = executor.submit(job, 4)
fourth = executor.submit(job, 5)
for f in (first, second):
    show(f)
try:
    first.result(timeout=0.01)
except TimeoutError:
    print("not yet")
print("cancel:", str(first.cancel()).lower(), str(third.cancel()).lower(), str(third.cancel()).lower())
show(third)
go_on.set()
print(first.result(), "none" if first.exception() is None else "failed")
try:
    second.result()
except ValueError as e:
    print("caught", e)
print(type(second.exception()).__name__)
try:
    third.result(timeout=5)
except concurrent.futures.CancelledError:
    print("third was cancelled")
try:
    third.exception()
except concurrent.futures.CancelledError:
    print("third was cancelled")
print(fourth.result(), "cancel:", str(fourth.cancel()).lower())
show(fourth)
executor.shutdown()
executor.shutdown(wait=False)
try:
    executor.submit(job, 1)
except RuntimeError as e:
    print(e)
