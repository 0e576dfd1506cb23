/** What a library did with a connection that was closed while nobody used it, as it was seen with each of them. */
type IdleNote = { clients: string; does: string };

/** In the order of how much it matters. */
export const IDLE_NOTES: readonly IdleNote[] = [
  {
    clients: "ioredis, iovalkey, BullMQ, redis-py, phpredis, redis-cli",
    does: "connect again by themselves; nothing is noticed, or one line is printed.",
  },
  {
    clients: "node-redis",
    does: "connects again, but ends the whole program unless it has an error listener.",
  },
  {
    clients: "redis-client (Ruby), Predis, redigo",
    does: "the first command after a pause fails, the next one works. Repeat it, or ping now and then.",
  },
  {
    clients: "Celery 5.5 with a result backend",
    does: "the second delay() after a pause may never return. Set 0 here, or ignore results in the producer.",
  },
  {
    clients: "Redis and Redis::Fast (Perl), hiredis, redis-lua",
    does: "never come back by themselves: make a new connection after an error, or set 0 here.",
  },
  {
    clients: "Subscribers, and clients that wait in BLPOP or XREAD BLOCK",
    does: "are never closed for being idle.",
  },
];
