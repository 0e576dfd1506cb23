#!/usr/bin/env bash
# phpredis 5.3.7 and 6.2.0 (php8.2-redis of Debian bookworm, php8.4-redis of trixie): what a command meets whose connection is lost depends on when.
# Closed while it waits for its answer, it fails at once ("read error on connection"), and the next one connects anew. Closed a moment earlier,
# after it was sent and before its answer is looked for:
# - 5.3.7 makes a new connection, signs in there, does not send the command again, and waits for its answer all the same, for as long as a read
#   may take: a minute by default (`default_socket_timeout`). The next command works.
# - 6.2.0 connects no more. "Connection lost", and for every further command "Redis server ... went away": the object is of no use any more,
#   although the server takes connections all the time. A program that lives long makes a new object after an exception.
# Both look, before they read, whether the connection has ended, which is answered otherwise than the same before they send.
#
# Here a server closes the first connection at its fourth command, the third SET, and serves every other one. strace holds each send of the
# second program for a tenth of a second, so that the close falls into the gap. Reads may take 3 s.
#
# Seen, not held, then held: "5.3.7: OK OK read error, soon OK OK OK; OK OK read error, after 3 s OK OK OK"
#                            "6.2.0: OK OK read error, soon OK OK OK; OK OK Connection lost, soon went away, soon went away, soon went away, soon"
set -euo pipefail
work=$(mktemp -d)
trap '[[ -z ${server:-} ]] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | sed -n 1p)
[[ -n $mirror ]] || { echo "the apt sources of this system name no Debian mirror"; exit 1; }

# A package list of its own for that suite, and packages of it, unpacked into a folder of that name.
unpack() { # suite package...
  local suite=$1 own=$work/apt-$1; shift
  mkdir -p "$own"/{state/lists/partial,cache/archives/partial,packages}
  echo "deb $mirror $suite main" >"$own/sources"
  local apt=(-qq -o Dir::Etc::sourcelist="$own/sources" -o Dir::Etc::sourceparts=- -o Dir::State="$own/state" -o Dir::State::status=/dev/null -o Dir::Cache="$own/cache")
  apt-get "${apt[@]}" update 2>/dev/null
  (cd "$own/packages" && apt-get "${apt[@]}" download "$@" 2>/dev/null)
  for package in "$own/packages"/*.deb; do dpkg -x "$package" "$work/$suite"; done
}
unpack bookworm php8.2-redis php8.2-cli php8.2-common php8.2-igbinary libargon2-1 libedit2 libbsd0 libmd0 libtinfo6 libpcre2-8-0 libsodium23 libssl3 \
  libxml2 libicu72 liblzma5 liblz4-1 libzstd1 zlib1g libstdc++6 libgcc-s1 libc6 strace libunwind8
unpack trixie php8.4-redis php8.4-cli php8.4-common php8.4-igbinary libargon2-1 libedit2 libbsd0 libmd0 libtinfo6 libpcre2-8-0 libsodium23 libssl3t64 \
  libxml2 libicu76 liblzma5 liblz4-1 libzstd1 zlib1g libstdc++6 libgcc-s1 libc6 libsystemd0 libcap2
# Each with the libraries of its own suite.
php() { # suite words...
  local suite=$1 machine; machine=$(uname -m); shift
  local root=$work/$suite; local modules=("$root"/usr/lib/php/20*) program=("$root"/usr/bin/php8.?) loader=("$root"/lib*/ld-linux*.so.* "$root"/usr/lib*/ld-linux*.so.* "$root"/lib/*/ld-linux*.so.* "$root"/usr/lib/*/ld-linux*.so.*)
  for loader in "${loader[@]}"; do [[ -x $loader ]] && break; done
  "$@" "$loader" --library-path "$root/usr/lib/$machine-linux-gnu:$root/lib/$machine-linux-gnu" "${program[0]}" -n -d default_socket_timeout=3 \
    -d extension_dir="${modules[0]}" -d extension=igbinary -d extension=redis "$work/program.php" "$port"
}
strace() { LD_LIBRARY_PATH=$work/bookworm/usr/lib/$(uname -m)-linux-gnu "$work/bookworm/usr/bin/strace" "$@"; }

cat >"$work/program.php" <<'PHP'
<?php
echo phpversion('redis'), ': ';
$redis = new Redis();
$redis->connect('127.0.0.1', (int) $argv[1]);
$redis->auth('word');
for ($number = 1; $number <= 6; $number++) {
    $from = microtime(true);
    try {
        echo $redis->set('key', $number) ? 'OK ' : 'refused ';
    } catch (RedisException $error) {
        $seconds = floor(microtime(true) - $from);
        echo preg_replace('/^Redis server \S+ | on connection to .*$/', '', $error->getMessage()), $seconds < 1 ? ', soon ' : ", after $seconds s ";
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
# What a program of that suite met, with a server of its own.
try() { # suite words...
  rm -f "$work/port"
  perl "$work/server.pl" "$work/port" & server=$!
  until [[ -s $work/port ]]; do sleep 0.05; done
  port=$(cat "$work/port")
  said=$(php "$@" | sed 's/ $//')
  kill "$server"; wait "$server" 2>/dev/null || true; server=
}
met() { # suite
  try "$1" env
  local first=$said
  try "$1" strace -qq -o /dev/null -e trace=sendto -e inject=sendto:delay_exit=100000
  echo "$first; ${said#*: }"
}
bookworm=$(met bookworm) trixie=$(met trixie)
printf '%s\n' "$bookworm" "$trixie"
[[ $bookworm == "5.3.7: OK OK read error, soon OK OK OK; OK OK read error, after 3 s OK OK OK" ]]
[[ $trixie == "6.2.0: OK OK read error, soon OK OK OK; OK OK Connection lost, soon went away, soon went away, soon went away, soon" ]]
