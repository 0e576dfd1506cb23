#!/usr/bin/env bash
# Perl's Redis 2.000 (libredis-perl of Debian bookworm): `SSL_ca_file` given to Redis->new is dropped without a word.
#
# With `ssl => 1` it hands IO::Socket::SSL its address and `SSL_verify_mode`, and nothing else: what a program says of a certificate authority,
# a client certificate or a name to verify never arrives. So a server with an authority of its own is refused although the program names that
# authority, and people switch verification off. What works is to name it where OpenSSL itself looks: SSL_CERT_FILE in the environment (or
# IO::Socket::SSL::set_defaults in the program).
#
# Seen: "the socket class itself: connected; Redis with SSL_ca_file: refused, certificate verify failed; Redis with SSL_CERT_FILE: connected"
set -euo pipefail
work=$(mktemp -d)
trap '[[ -z ${server:-} ]] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
version=$(apt-cache madison libredis-perl | sed -nE 's/.*\| *(2:2\.000-[^ ]+) .*/\1/p' | head -n 1)
[[ -n $version ]] || { echo "this system offers no libredis-perl 2.000"; exit 1; }
(cd "$work" && apt-get download -qq "libredis-perl=$version" libio-socket-ssl-perl libnet-ssleay-perl libtry-tiny-perl \
  libio-socket-timeout-perl libperlio-via-timeout-perl 2>/dev/null)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
export PERL5LIB=$work/root/usr/share/perl5:$(echo "$work"/root/usr/lib/*/perl5/*)
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Own authority' -keyout ca.key -out ca.pem 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj '/CN=localhost' -keyout server.key -out server.csr 2>/dev/null
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out server.pem \
  -extfile <(printf 'subjectAltName=DNS:localhost,IP:127.0.0.1') 2>/dev/null

port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
openssl s_server -accept "127.0.0.1:$port" -cert server.pem -key server.key -quiet >/dev/null 2>&1 </dev/zero &
server=$!
for _ in $(seq 100); do
  perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(PeerAddr => "127.0.0.1:'"$port"'")' && break
  sleep 0.05
done

# What becomes of one try: "connected", or "refused, " and the reason.
try() { # perl code that connects or dies
  perl -MIO::Socket::SSL -MRedis -e "
    my \$made = eval { $1 };
    my (\$reason) = (\$@ . ' ' . (\$SSL_ERROR // '')) =~ /(certificate verify failed)/;
    print \$made ? 'connected' : 'refused, ' . (\$reason // 'for another reason');"
}
mode=SSL_verify_mode=\>SSL_VERIFY_PEER
direct=$(try "IO::Socket::SSL->new(PeerAddr => '127.0.0.1:$port', $mode, SSL_ca_file => 'ca.pem')")
named=$(try "Redis->new(server => '127.0.0.1:$port', ssl => 1, $mode, SSL_ca_file => 'ca.pem', reconnect => 0)")
env=$(SSL_CERT_FILE=ca.pem try "Redis->new(server => '127.0.0.1:$port', ssl => 1, $mode, reconnect => 0)")
seen="the socket class itself: $direct; Redis with SSL_ca_file: $named; Redis with SSL_CERT_FILE: $env"
echo "$seen"
[[ $seen == "the socket class itself: connected; Redis with SSL_ca_file: refused, certificate verify failed; Redis with SSL_CERT_FILE: connected" ]]
