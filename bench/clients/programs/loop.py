# redis-py: "stays" keeps one client as from_url gives it, "retries" one with the settings of docs/clients.md, "connects" makes one for
# each request. See loop.mjs for what is done.
import os
import signal
import sys
import time

import redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError, TimeoutError
from redis.retry import Retry

host, password, prefix = (os.environ[name] for name in ("REDIS_HOST", "REDIS_PASSWORD", "PREFIX"))
connects = sys.argv[1] == "connects"
settings = (
    {
        "retry": Retry(ConstantBackoff(0.05), 100),
        "retry_on_error": [ConnectionError, TimeoutError, ConnectionResetError],
    }
    if sys.argv[1] == "retries"
    else {}
)
pause = 0.01 if connects else 0.005
ending = []
signal.signal(signal.SIGTERM, lambda *_: ending.append(True))


def say(*words):
    print(*words, flush=True)


def client():
    return redis.Redis.from_url(f"redis://:{password}@{host}:6379", decode_responses=True, **settings)


def write(r, n):
    r.set(f"{prefix}:{n}", n)
    say("set", n)
    say("incr", r.incr(f"{prefix}:count"))


def read(r, n):
    say("get", n, r.get(f"{prefix}:{n}"))
    say("count", r.get(f"{prefix}:count"))


kept = None if connects else client()
n = 0
while not ending:
    n += 1
    for work in (write, read):
        r = kept or client()
        try:
            work(r, n)
        except Exception as error:
            say("fail", type(error).__name__, error)
        if connects:
            r.close()
        time.sleep(pause)
