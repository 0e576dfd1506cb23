import { IDLE_TIMEOUT_SECONDS } from "../engines/redis/conf";

/** A part of the guide for people whose programs use a database. Text may hold `code`. */
export type GuideSection = { title: string; text: readonly string[] };

/** What programs meet, in the order in which it matters to them. */
export const CLIENT_GUIDE: readonly GuideSection[] = [
  {
    title: "While plan or version changes",
    text: [
      "A new Redis copies the data while the old one serves. Then writes are held for some milliseconds, every connection is closed, and the new Redis serves at the same address, with the same password. Nothing that was acknowledged is lost.",
      "Connections are closed once. The first change of a database that an earlier Berth made closes them twice, because its gateway is replaced first, as does a change to or from a plan of more than 16,000 connections, or a highly available one; the dialog says so.",
      "A connection that is made before the new Redis serves is accepted and held; its first answer comes as soon as it serves. Connect again at once, with no long wait in between.",
      "A command in flight when its connection is closed has no answer: it may have run or not. A library that repeats it may run it twice, which matters for `INCR`, `LPUSH` and the like, not for `SET`.",
      "`MULTI`, `WATCH`, subscriptions and `SELECT` belong to a connection: whoever connects again makes them anew. What is published while nobody is connected reaches nobody.",
      "Scripts that were loaded with `SCRIPT LOAD` are gone: on `NOSCRIPT`, send the script itself (`EVAL`) or load it again. Most queues and limiters do that by themselves. Functions (`FUNCTION LOAD`) stay.",
    ],
  },
  {
    title: "When a host of a highly available database is lost",
    text: [
      "It has three gateways under one name. Connections by the one on the lost host say nothing any more, and nobody ends them: a program waits until it gives them up, so give it limits of time. With ioredis: `connectTimeout: 1000`, `commandTimeout: 1000` and `socketTimeout: 2000`.",
      "For some seconds after that the name may still lead to the lost host: connect again at once when a connection cannot be made in a second.",
      "Each gateway lets in as many connections as the plan has.",
    ],
  },
  {
    title: `After ${IDLE_TIMEOUT_SECONDS} seconds of silence`,
    text: [
      `Redis closes a connection that sent no command for ${IDLE_TIMEOUT_SECONDS} seconds, unless it subscribes or waits in a blocking command.`,
      "ioredis, phpredis, redis-py, the redis gem, Sidekiq and BullMQ do not show it. With redis-client (Ruby), Predis and redigo the next command fails and the one after it works; redis-client's settings below mend that. Perl, hiredis and Lua never come back without their settings below, and node-redis ends its program unless it has a listener for `error`.",
    ],
  },
  {
    title: "TLS",
    text: [
      "The gateway speaks TLS on the same port as plain text, whether TLS is forced or not: `rediss://` in place of `redis://`. Its certificate is of this Berth's own authority, for the name in the URL and for the public host name. A program needs the authority's certificate: `/api/ca_certificate` (nobody has to sign in for it), or `berth ca-certificate`.",
      "Where TLS is forced, plain text is answered with `ERR This database takes TLS connections only`. Give your program the certificate before you force it: its URL becomes `rediss://`, and it is restarted with that.",
      "Through a tunnel (`berth db-tunnel`) the name asked for is 127.0.0.1 and the certificate's is another: tell your client the server name, the host of the URL. `berth redis-console` does so by itself.",
      "A renewed certificate closes no connection. The authority stays the same for ten years.",
    ],
  },
  {
    title: "Subscribers",
    text: [
      "ioredis, iovalkey, node-redis and the Socket.IO adapter on ioredis subscribe again by themselves. So does redis-py: 6.1 when `listen()` is called again after the error, 4.3 only with `get_message()`; a thread of `run_in_thread()` ends.",
      "Ruby, PHP, Perl, Go and C raise an error: subscribe again, in PHP and Perl with a new object (`Redis::Fast` hangs instead). `redis-cli SUBSCRIBE` ends.",
    ],
  },
  {
    title: "Limits",
    text: [
      "There are six databases: `SELECT 0` to `SELECT 5`. Redis' own default is 16, so that a program may expect more.",
      "A plan lets in a number of connections at once; the plan dialog shows it. Use a pool, and leave a millisecond between connections that are made one after the other.",
      "These commands are refused with `NOPERM`: `CONFIG`, `MONITOR`, `CLIENT KILL`, `CLIENT UNBLOCK`, `CLIENT PAUSE`, `CLIENT NO-EVICT`, `SAVE`, `BGSAVE`, `BGREWRITEAOF`, `ACL` but for `ACL WHOAMI`, `CLUSTER`, `MODULE`, `MIGRATE`, `FAILOVER`, `REPLICAOF`, `SYNC`, `DEBUG` and `SHUTDOWN`.",
      "`CLIENT LIST` shows every client with the address of the gateway, and the platform's own connections.",
    ],
  },
];
