/** What a client library does when its connections are closed, and what makes that unnoticeable. Text may hold `code`. */
export type ClientNote = {
  name: string;
  does: string;
  settings: string;
  /** What it takes to trust the certificate of a database, where that was tried. */
  tls?: string;
};

const RUBY_TLS = '`ssl_params: { ca_file: "berth-ca.pem" }`';

/** By language, as people look for theirs; what was seen with the versions named. */
export const CLIENT_NOTES: readonly ClientNote[] = [
  {
    name: "ioredis 5, 6; iovalkey 0.4",
    does: "Goes on. Sends again what was in flight, so that an `INCR` or `LPUSH` may count twice.",
    settings:
      "None needed. `retryStrategy: () => 20` with `maxRetriesPerRequest: null` comes back at once and gives up on nothing.",
    tls: '`tls: { ca: readFileSync("berth-ca.pem") }`',
  },
  {
    name: "node-redis 4, 5, 6",
    does: "Goes on, if it has a listener for `error`; without one the process ends. Commands in flight fail: `Socket closed unexpectedly`.",
    settings:
      '`client.on("error", …)` always. `socket: { reconnectStrategy: () => 20 }`, and repeat a command that failed that way yourself.',
    tls: '`socket: { ca: readFileSync("berth-ca.pem") }`',
  },
  {
    name: "Keyv 5 with @keyv/redis",
    does: "Goes on, but `set()` answers true for a write that failed.",
    settings: "`throwOnErrors: true` on both Keyv and KeyvRedis, and repeat what throws.",
    tls: "`new KeyvRedis({ url, socket: { ca } })`",
  },
  {
    name: "express-session with connect-redis 9",
    does: "Goes on. A session that is being saved may be lost after the request was answered.",
    settings: "None known.",
    tls: "As node-redis.",
  },
  {
    name: "rate-limiter-flexible 11",
    does: "Goes on.",
    settings: "None needed on ioredis.",
    tls: "As ioredis.",
  },
  {
    name: "BullMQ 5, 6; Bull 4",
    does: "Goes on. No job was lost or done twice.",
    settings: "None needed.",
    tls: "`connection: { url, tls: { ca } }`; Bull 4: `new Bull(name, url, { redis: { tls: { ca } } })`",
  },
  {
    name: "Bee-Queue 2",
    does: "Stops for good: `NOSCRIPT No matching script`.",
    settings: "Make a new queue object on that error: it loads the scripts again, for the old one too.",
    tls: "`redis: { url, tls: { ca } }`",
  },
  {
    name: "@socket.io/redis-adapter 8",
    does: "Goes on with ioredis. With node-redis 5 the process ends, whatever listeners it has.",
    settings: "Give it ioredis.",
    tls: "As ioredis.",
  },
  {
    name: "redis-py 4.3, 6.1, also asyncio and django-redis 5",
    does: "Goes on after an error for each command in flight: `Connection closed by server.`",
    settings:
      "`retry=Retry(ConstantBackoff(0.05), 100), retry_on_error=[ConnectionError, TimeoutError, ConnectionResetError]`",
    tls: '`ssl_ca_certs="berth-ca.pem"`; the host name is checked with `ssl_check_hostname=True`, by 6.1 also without.',
  },
  {
    name: "RQ 1, 2",
    does: "Worker goes on. An enqueue in flight may fail with 1.13.",
    settings: "None needed.",
    tls: "`rediss://…?ssl_ca_certs=berth-ca.pem&ssl_check_hostname=true`",
  },
  {
    name: "Celery 5.2",
    does: "The worker says that it is connected again and takes no more jobs; they wait in the list.",
    settings: "Start the worker with `--without-mingle --without-gossip --without-heartbeat`.",
    tls: "`rediss://…?ssl_cert_reqs=required&ssl_ca_certs=berth-ca.pem&ssl_check_hostname=true`. Its broker checks no name without the last, and nothing at all without any.",
  },
  {
    name: "Celery 5.5 with redis-py 6",
    does: "Worker goes on. A producer that wants results hangs in `delay()` for good.",
    settings: "`task_ignore_result`, or no result backend, in the producer.",
    tls: "`rediss://…?ssl_cert_reqs=required&ssl_ca_certs=berth-ca.pem`, which checks the name too. Without them its broker connects and checks nothing.",
  },
  {
    name: "redis 4.8 (Ruby)",
    does: "Goes on after an error: `Connection lost (ECONNRESET)`.",
    settings: "`reconnect_attempts: 10, reconnect_delay: 0.02, reconnect_delay_max: 0.5`",
    tls: RUBY_TLS,
  },
  {
    name: "redis 5, redis-client (Ruby)",
    does: "Goes on after an error: `EOFError`.",
    settings: "`reconnect_attempts: [0, 0.05, 0.1, 0.2, 0.4]`",
    tls: RUBY_TLS,
  },
  {
    name: "Sidekiq 6.4, 7.3",
    does: "Workers go on, no job was lost or done twice. A push in flight may raise.",
    settings: "None needed for workers; push again what raised.",
    tls: RUBY_TLS,
  },
  {
    name: "phpredis 5.3, 6.2",
    does: "A command in flight fails: `read error on connection`. Then it goes on; PHP-FPM connects for each request anyway. In about one of a hundred moves 6.2 says `Connection lost` and works no more, and 5.3 waits for as long as a read may take, a minute by default.",
    settings:
      "A program that runs for long: make a new `Redis` object after an exception, and set `Redis::OPT_READ_TIMEOUT` to some seconds.",
    tls: '`connect("tls://host", 6379, 3, null, 0, 0, ["stream" => ["cafile" => "berth-ca.pem"]])`',
  },
  {
    name: "Predis 1.1",
    does: "Goes on after an error: `Error while reading line from the server.`",
    settings: "Repeat the command.",
    tls: "`rediss://…?ssl[cafile]=berth-ca.pem`",
  },
  {
    name: "Redis 2.000 (Perl)",
    does: "Does not go on unless told to. It cannot sign in as a named user: give it the password alone.",
    settings: "`reconnect => 5, every => 20_000`",
    tls: '`ssl => 1`, and `IO::Socket::SSL::set_defaults(SSL_ca_file => "berth-ca.pem")` or `SSL_CERT_FILE` in the environment: it passes no authority on.',
  },
  {
    name: "Redis::Fast 0.34 (Perl)",
    does: "Does not go on unless told to. With `reconnect` one `set` may answer undef without an exception, and is not written.",
    settings: "`reconnect => 5, every => 20_000`, and look at what `set` answers.",
    tls: "Has none.",
  },
  {
    name: "redigo 1.8 (Go), pool",
    does: "Goes on after an error: `EOF`.",
    settings: "Repeat the command.",
    tls: "`redis.DialTLSConfig(&tls.Config{RootCAs: pool})`",
  },
  {
    name: "hiredis 0.14 (C)",
    does: "Does not go on: `Server closed the connection`.",
    settings: "`redisReconnect`, then `AUTH`, after an error.",
    tls: "Has none; from 1.0 in `hiredis_ssl`.",
  },
  {
    name: "redis-lua 2.0",
    does: "Does not go on: `connection error: closed`.",
    settings: "A new connection after an error.",
    tls: "Has none.",
  },
  {
    name: "redis-cli 7.0, 8.0",
    does: "At its prompt it prints the error, and the next line works. `SUBSCRIBE` ends.",
    settings: "None needed.",
    tls: "`--tls --cacert berth-ca.pem`. It checks who issued the certificate, but not for which name.",
  },
];
