# Parts shared by the commands of this folder: each makes sure of one thing and is quick when it is there already.
# Source it from the project's root.

# The terminal, also for what `timed` hides.
exec 3>&2

fail() { printf '%s\n' "$*" >&2; exit 1; }

# The docker command asks the engine that Berth asks, whatever else the environment says.
default_socket=/var/run/docker.sock
socket=${BERTH_DOCKER_SOCKET:-$default_socket}
unset DOCKER_CONTEXT DOCKER_TLS_VERIFY DOCKER_CERT_PATH
export DOCKER_HOST=unix://$socket

# Runs a command, hides what it prints unless it fails, and prints the time that it took.
timed() { # title command...
  local title=$1 log started; shift
  log=$(mktemp); started=$(date +%s%N)
  # In the background, because a command that is a condition does not stop at its first error.
  (set -e; "$@") >"$log" 2>&1 </dev/null &
  if ! wait $!; then
    cat "$log" >&2; rm -f "$log"; fail "$title failed: see above."
  fi
  rm -f "$log"
  printf '%-24s%s\n' "$title" "$(duration "$started")"
}

duration() { # from, in nanoseconds
  local ms=$((($(date +%s%N) - $1) / 1000000))
  if ((ms < 1000)); then echo "$ms ms"; else echo "$((ms / 1000)).$((ms % 1000 / 100)) s"; fi
}

is_debian_root() { [[ $(id -u) == 0 && -e /etc/debian_version ]]; }

ensure_packages_of_debian() { # command package...
  local command=$1; shift
  command -v "$command" >/dev/null && return
  is_debian_root || fail "$command is missing. Install it (Debian and Ubuntu: apt-get install $*), or run this as root."
  patient_apt update -qq
  DEBIAN_FRONTEND=noninteractive patient_apt install -y -qq --no-install-recommends "$@"
}

# apt-get, which waits while somebody else holds the locks of packages: a new server brings itself up to date in its first minutes.
patient_apt() { # argument...
  local said until=$((SECONDS + 300)) waits=
  said=$(mktemp)
  until LC_ALL=C apt-get "$@" 2>"$said"; do
    cat "$said" >&2
    grep -qE 'Could not get lock|Unable to (acquire|lock)' "$said" || { rm -f "$said"; return 1; }
    ((SECONDS < until)) || { rm -f "$said"; fail "The packages of this machine were locked by another program for five minutes."; }
    [[ $waits ]] || printf 'Waiting until another program lets go of the packages%s (at most five minutes)\n' \
      "$(sed -n 's/.*held by process \([0-9]*\) (\([^)]*\)).*/: \2, process \1/p' "$said" | head -n 1)" >&3
    waits=1
    sleep 2
  done
  rm -f "$said"
}

ensure_node() {
  local wanted="Node.js 20.19, 22.12, 24 or later is needed"
  command -v node >/dev/null || fail "$wanted: https://nodejs.org"
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit(a >= 24 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' || fail "$wanted; this is $(node --version)."
}

# The releases of Node.js that the suites can be run with besides the machine's own.
declare -A node_releases=([22]=22.23.3 [24]=24.21.0)

# Puts a release of Node.js before the machine's own: from npm, kept outside of the project's packages.
use_node() { # major
  local release=${node_releases[$1]} package dir
  package=node-$(node -p '`${process.platform}-${process.arch}`')
  dir=${XDG_CACHE_HOME:-$HOME/.cache}/berth/node-$release
  [[ -x $dir/node_modules/$package/bin/node ]] ||
    npm install --prefix "$dir" --no-save --ignore-scripts --no-audit --no-fund --silent "$package@$release"
  PATH=$dir/node_modules/$package/bin:$PATH
  hash -r
  [[ $(node --version) == "v$release" ]] || fail "Node.js $release could not be had from npm."
}

# True when a process of that name runs; one that is dead but not yet collected does not count.
lives() { pgrep -x --runstates D,I,R,S "$1" >/dev/null 2>&1; }

engine_answers() { docker info --format '{{.ServerVersion}}' 2>/dev/null | grep -q .; }

ensure_engine() {
  engine_answers && return
  [[ $socket == "$default_socket" ]] || fail "No Docker engine answers at $socket (BERTH_DOCKER_SOCKET)."
  if ! is_debian_root; then
    fail "No Docker engine answers. Install and start Docker, and make sure that you may use it (docker info), then run this again."
  fi
  ensure_packages_of_debian dockerd docker.io iptables ca-certificates
  if [[ -d /run/systemd/system ]]; then
    systemctl start docker
  elif ! lives dockerd; then
    # What a killed engine left: its numbers may belong to others by now, or to the dead, and a new one would wait for those.
    rm -f /var/run/docker.pid
    lives containerd || rm -f /var/run/docker/containerd/containerd.pid
    setsid dockerd >/var/log/dockerd.log 2>&1 </dev/null &
  fi
  for _ in $(seq 150); do engine_answers && return; sleep 0.2; done
  tail -n 20 /var/log/dockerd.log >&2 2>/dev/null || true
  fail "The Docker engine does not answer."
}

ensure_swarm() {
  local state control
  read -r state control < <(docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}')
  case "$state $control" in
    'active true') ;;
    'active false') fail "This machine is a worker of a Swarm. Berth needs a manager: run it there, or promote this machine (docker node promote)." ;;
    'inactive false') docker swarm init --advertise-addr "${BERTH_ADVERTISE_ADDRESS:-127.0.0.1}" ;;
    *) fail "This machine's Swarm is in state $state. Mend it (docker info, docker swarm unlock), then run this again." ;;
  esac
}

# Packages of the lock file, and what is generated from the schema.
ensure_modules() {
  local wanted; wanted=$(sha256sum package-lock.json prisma/schema.prisma | sha256sum)
  [[ $(cat node_modules/.berth 2>/dev/null) == "$wanted" && -d lib/db/generated ]] && return
  npm ci --no-audit --no-fund
  npm run generate
  echo "$wanted" >node_modules/.berth
}

# The production build, when the sources changed since the last one.
ensure_build() {
  local wanted
  wanted=$(find app cli components lib worker public bin/compress.mjs package-lock.json next.config.mjs postcss.config.mjs tsconfig.json -type f \
    ! -name '*.test.ts' ! -path 'lib/db/generated/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  [[ $(cat dist/.berth 2>/dev/null) == "$wanted" && -e .next/BUILD_ID ]] && return
  npm run build
  echo "$wanted" >dist/.berth
}
