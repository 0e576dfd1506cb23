#!/usr/bin/env bash
# HAProxy 2.6.12 (Debian bookworm; 3.2.26 does the same): a server that gets its address from a `resolvers` section is checked for the first time
# up to a whole `inter` after that, whatever `fastinter` and `downinter` say. Named by `init-addr libc`, it is checked at once.
#
# While a server has no address its check is put off, each time by `inter`; what finds the address, some milliseconds after the start, does not
# bring the check forward. With `init-state fully-down` (3.1 and later) that is how long a server that is there and well serves nobody; without it,
# as here, how long one that nobody has looked at counts as up.
#
# Here a name server answers with 127.0.0.1, where nothing listens, so that the first check is the moment at which the server is called down.
#
# Seen, ms from the start to the first check, `inter 3s fastinter 20ms downinter 20ms`: "init-addr none: 3117, init-addr libc: 70". The numbers
# differ with the machine; that the first is above 2000 and the second below 1000 may not.
set -euo pipefail
work=$(mktemp -d)
trap 'for pid in ${dns:-} ${running:-}; do kill "$pid" 2>/dev/null || true; done; rm -rf "$work"' EXIT
version=$(apt-cache madison haproxy | sed -nE 's/.*\| *(2\.6\.12-[^ ]+) .*/\1/p' | head -n 1)
[[ -n $version ]] || { echo "this system offers no haproxy 2.6.12"; exit 1; }
(cd "$work" && apt-get download -qq "haproxy=$version" liblua5.3-0 libopentracing-c-wrapper0 libopentracing1 2>/dev/null)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
export LD_LIBRARY_PATH=$work/root/usr/lib/$(uname -m)-linux-gnu
haproxy=$work/root/usr/sbin/haproxy
"$haproxy" -v | head -n 1 | grep -q ' 2\.6\.12' || { echo "not 2.6.12: $("$haproxy" -v 2>&1 | head -n 1)"; exit 1; }

# Answers every question of type A with 127.0.0.1, and any other with nothing.
cat >"$work/dns.pl" <<'PERL'
use IO::Socket::INET;
my $socket = IO::Socket::INET->new(Proto => "udp", LocalAddr => "127.0.0.1");
open my $file, ">", "$ARGV[0].new"; print $file $socket->sockport; close $file; rename "$ARGV[0].new", $ARGV[0];
while (defined(my $from = $socket->recv(my $packet, 1500))) {
    my ($name) = substr($packet, 12) =~ /^(.*?\0)/s;
    my $question = substr($packet, 12, length($name) + 4);
    my $is_a = unpack("n", substr($question, -4, 2)) == 1;
    my $answer = substr($packet, 0, 2) . pack("n5", 0x8180, 1, $is_a ? 1 : 0, 0, 0) . $question;
    $answer .= pack("n3Nn", 0xc00c, 1, 1, 60, 4) . pack("C4", 127, 0, 0, 1) if $is_a;
    $socket->send($answer, 0, $from);
}
PERL
perl "$work/dns.pl" "$work/port" & dns=$!
until [[ -s $work/port ]]; do sleep 0.05; done

# Milliseconds from the start to the first check of a server.
first_check() { # init-addr
  cat >"$work/c.cfg" <<CONF
resolvers local
  nameserver one 127.0.0.1:$(cat "$work/port")
defaults
  mode tcp
  timeout connect 1s
  timeout client 1s
  timeout server 1s
listen l
  bind unix@$work/l.sock
  server s localhost:9 check inter 3s fastinter 20ms downinter 20ms fall 1 rise 1 resolvers local resolve-prefer ipv4 init-addr $1
CONF
  local from; from=$(date +%s%3N)
  "$haproxy" -f "$work/c.cfg" >"$work/said" 2>&1 & running=$!
  until grep -q 'Server l/s is DOWN, reason' "$work/said"; do
    (($(date +%s%3N) - from < 20000)) || { cat "$work/said"; exit 1; }
    sleep 0.01
  done
  echo $(($(date +%s%3N) - from))
  kill "$running"; wait "$running" 2>/dev/null || true
}
none=$(first_check none) libc=$(first_check libc)
echo "init-addr none: $none, init-addr libc: $libc"
((none > 2000 && libc < 1000))
