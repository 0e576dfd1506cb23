#!/usr/bin/env bash
# phpredis 5.3.7 (php8.2-redis of Debian bookworm): what a command meets whose connection is lost depends on when. Closed while it waits for its
# answer, it fails at once ("read error on connection"). Closed a moment earlier, after it was sent and before its answer is looked for, it waits for
# as long as a read may take, a minute by default (`default_socket_timeout`), on a healthy connection.
#
# Before it reads, phpredis looks whether the connection has ended, and if so makes a new one and signs in again there, but does not send the
# command again: it then reads on, for an answer that nobody was asked for. It fails only when that takes too long; the next command works.
#
# Here a server closes the first connection at its fourth command, the third SET, and serves every other one. strace holds each send of the
# second program for a tenth of a second, so that the close falls into the gap. Reads may take 3 s in both.
#
# Seen: "not held: OK OK read error, soon OK OK OK; held: OK OK read error, after 3 s OK OK OK"
set -euo pipefail
work=$(mktemp -d)
trap '[[ -z ${server:-} ]] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
version=$(apt-cache madison php8.2-redis | sed -nE 's/.*\| *(5\.3\.7\+4\.3\.0-[^ ]+) .*/\1/p' | head -n 1)
[[ -n $version ]] || { echo "this system offers no php8.2-redis 5.3.7"; exit 1; }
(cd "$work" && apt-get download -qq "php8.2-redis=$version" php8.2-cli php8.2-common php8.2-igbinary libargon2-1 libedit2 libbsd0 libmd0 libpcre2-8-0 \
  libsodium23 libxml2 libicu72 liblz4-1 libzstd1 strace libunwind8 2>/dev/null)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
libraries=$work/root/usr/lib/$(uname -m)-linux-gnu:$work/root/lib/$(uname -m)-linux-gnu
php() { LD_LIBRARY_PATH=$libraries "$@" "$work/root/usr/bin/php8.2" -n -d default_socket_timeout=3 -d extension_dir="$work/root/usr/lib/php/20220829" -d extension=igbinary -d extension=redis "$work/program.php" "$port"; }

cat >"$work/program.php" <<'PHP'
<?php
$redis = new Redis();
$redis->connect('127.0.0.1', (int) $argv[1]);
$redis->auth('word');
for ($number = 1; $number <= 6; $number++) {
    $from = microtime(true);
    try {
        echo $redis->set('key', $number) ? 'OK ' : 'refused ';
    } catch (RedisException $error) {
        $seconds = floor(microtime(true) - $from);
        echo preg_replace('/ on connection to .*$/', '', $error->getMessage()), $seconds < 1 ? ', soon ' : ", after $seconds s ";
    }
}
PHP
cat >"$work/server.pl" <<'PERL'
use IO::Socket::INET;
my $listening = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1");
open my $file, ">", "$ARGV[0].new"; print $file $listening->sockport; close $file; rename "$ARGV[0].new", $ARGV[0];
for (my $connection = 1; my $client = $listening->accept; $connection++) {
    my $commands = 0;
    while (sysread $client, my $command, 4096) {
        last if ++$commands == 4 && $connection == 1;
        syswrite $client, "+OK\r\n";
    }
    close $client;
}
PERL
# What a program met, with a server of its own.
try() { # words before the program
  rm -f "$work/port"
  perl "$work/server.pl" "$work/port" & server=$!
  until [[ -s $work/port ]]; do sleep 0.05; done
  port=$(cat "$work/port")
  said=$(php "$@" | sed 's/ $//')
  kill "$server"; wait "$server" 2>/dev/null || true; server=
}
try env
seen="not held: $said"
try env "$work/root/usr/bin/strace" -qq -o /dev/null -e trace=sendto -e inject=sendto:delay_exit=100000
seen="$seen; held: $said"
echo "$seen"
[[ $seen == "not held: OK OK read error, soon OK OK OK; held: OK OK read error, after 3 s OK OK OK" ]]
