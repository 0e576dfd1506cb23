import { REDIS_PORT } from "../engines/redis/port";
import { PACE, watchCommands } from "./sentinel";

/** The user that a Sentinel's own container speaks to it as, by a password that is new at each start and that nobody else knows. */
const OWN_USER = "own";
/** Of all that it may do only REMOVE, MONITOR and SET change what is watched. */
const OWN_RIGHTS = [
  ...["resetchannels", "&+config-update-from", "&+switch-master", "-@all", "+subscribe", "+sentinel|debug"],
  ...["+sentinel|get-master-addr-by-name", "+sentinel|remove", "+sentinel|monitor", "+sentinel|set"],
].join(" ");
const START_PAUSE_SECONDS = 0.1;
const START_ROUNDS = 600;
const NAME_PAUSE_SECONDS = 0.5;
/** Half a minute: a host that is back has names again within seconds. Afterwards Berth's sweep has the group watched. */
const NAME_ROUNDS = 60;

const [monitor = "", settings = ""] = watchCommands({
  group: "$1",
  master: "$2",
  password: "$password_of_nodes",
}).map((words) => words.join(" "));

/**
 * Shell lines, run in the volume before a Sentinel starts, for two things that it does not do by itself.
 *
 * As soon as it answers it is told how often to ask, for which it has no setting. With what it does by default until somebody comes, it has
 * answers of 10 s ago when it is cut off, and brings back a master that was replaced.
 *
 * Told by another of a new master whose name does not resolve at that moment, as on a host that is just back, it notes the number of that
 * configuration, says that it has switched, and keeps the former master; nobody tells it the same number twice, and 8 s later it would make the
 * new master a replica of the former. So whenever it says that it has switched on another's word it is asked whether it did; if not, it forgets the
 * group at once and watches it anew as soon as the name is there. A Sentinel that leads a failover tries again by itself.
 */
export const sentinelLines = (clientCommand: string, confFile: string): string => `let_in() {
  password=$(cat /proc/sys/kernel/random/uuid) || return
  {
    while IFS= read -r line; do
      case $line in "user ${OWN_USER} "*) ;; *) printf '%s\\n' "$line" || return ;; esac
    done < ${confFile}
    echo "user ${OWN_USER} on >$password ${OWN_RIGHTS}" || return
  } > ${confFile}.new &&
  mv ${confFile}.new ${confFile}
}
own() {
  REDISCLI_AUTH=$password ${clientCommand} -p ${REDIS_PORT} --user ${OWN_USER} --no-auth-warning "$@" 2>/dev/null
}
say_pace() {
  rounds=0
  until [ "$(own ${PACE.join(" ")})" = OK ] || [ $rounds -ge ${START_ROUNDS} ]; do
    rounds=$((rounds + 1))
    sleep ${START_PAUSE_SECONDS}
  done
}
keep_word() {
  named=$(own sentinel get-master-addr-by-name "$1" | { read -r name; echo "$name"; })
  [ "$named" != "$2" ] || return
  password_of_nodes=$(while read -r _ key group value; do
    case "$key $group" in "auth-pass $1") echo "$value" ;; esac
  done < ${confFile})
  [ "$(own sentinel remove "$1")" = OK ] || return
  echo "$1: told of the master $2, whose name does not resolve yet; forgotten until it does"
  rounds=0
  while [ $rounds -lt ${NAME_ROUNDS} ]; do
    if [ "$(own ${monitor})" = OK ]; then
      echo "${settings}" | own
      return
    fi
    rounds=$((rounds + 1))
    sleep ${NAME_PAUSE_SECONDS}
  done
}
# What it publishes: "sentinel ID NAME PORT @ GROUP MASTER PORT" of whom it believes, and at once "GROUP FORMER PORT MASTER PORT".
keep_words() {
  told=
  own subscribe +config-update-from +switch-master | while read -r first _ _ fourth fifth group _; do
    case $fifth in
      @) told=$group ;;
      ${REDIS_PORT}) if [ "$first" = "$told" ]; then told=; keep_word "$first" "$fourth" & fi ;;
    esac
  done
}
# Without the user, on a disk that is full, it starts all the same.
if let_in; then
  (while :; do keep_words; sleep ${START_PAUSE_SECONDS}; done) &
  say_pace &
fi
`;
