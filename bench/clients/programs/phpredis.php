<?php
// phpredis: "stays" keeps one object with the library's own settings, "connects" makes one for each request, as PHP-FPM does.
// See loop.mjs for what is done.
declare(ticks=1);
pcntl_async_signals(true);
$ending = false;
pcntl_signal(SIGTERM, function () use (&$ending) { $ending = true; });
$connects = $argv[1] === 'connects';
$pause = $connects ? 10000 : 5000;
$prefix = getenv('PREFIX');

function say(...$words) { echo strtr(implode(' ', $words), "\n", ' '), "\n"; }

function client() {
    $redis = new Redis();
    $redis->connect(getenv('REDIS_HOST'), 6379);
    if (!$redis->auth(getenv('REDIS_PASSWORD'))) throw new Exception('refused to sign in: ' . $redis->getLastError());
    return $redis;
}

// It says false for an error that the server told.
function checked($redis, $answer) {
    if ($answer === false && $redis->getLastError() !== null) {
        $error = $redis->getLastError();
        $redis->clearLastError();
        throw new Exception($error);
    }
    return $answer === false ? 'nil' : $answer;
}

function write($redis, $prefix, $n) {
    checked($redis, $redis->set("$prefix:$n", $n));
    say('set', $n);
    say('incr', checked($redis, $redis->incr("$prefix:count")));
}

function read($redis, $prefix, $n) {
    say('get', $n, checked($redis, $redis->get("$prefix:$n")));
    say('count', checked($redis, $redis->get("$prefix:count")));
}

$kept = $connects ? null : client();
for ($n = 1; !$ending; $n++) {
    foreach (['write', 'read'] as $work) {
        try {
            $redis = $kept ?? client();
            $work($redis, $prefix, $n);
            if ($connects) $redis->close();
        } catch (Throwable $error) {
            say('fail', $error->getMessage());
        }
        usleep($pause);
    }
}
