import { CONF_FILE } from "../databases/node-volume";
import { REDIS_PORT } from "../engines/redis/port";
import { ASKING_USER, FAILOVER_MS } from "./group";

/** The variable with a node's own service. */
export const NODE_NAME = "BERTH_NODE";

/** The variable with the services of the Sentinels, with spaces between them. */
export const SENTINEL_NAMES = "BERTH_SENTINELS";

/** Where a node finds the password of ASKING_USER: a secret of this name in /run/secrets. */
export const ASKING_FILE = "asking-password";

/** The start value with the group's name; empty until the Sentinels watch it, before which nothing was ever written that could be lost. */
export const GROUP = "BERTH_GROUP";

const ROUND_MS = 500;
/**
 * Rounds, at least, in which Sentinels that name a dead master have replaced it or have all been off with it: three failovers, since one comes
 * to nothing where no Sentinel has heard of a replica in the last seconds, and the next is not tried at once.
 */
const OWN_ROUNDS = (3 * (2 * FAILOVER_MS + 2_000)) / ROUND_MS;

/**
 * Shell lines, run in the volume before the server starts: a master that ended comes back with what it last saved, and its replicas
 * would drop for that what they have since. So a node does what two Sentinels say: it follows another, or starts as the master that it
 * was only if they have stood by it for a minute, in which they try to replace it three times. While no two of them say the same it waits.
 */
export const rejoinLines = (clientCommand: string): string => `trap "exit 0" TERM
named() {
  said=
  for sentinel in $${SENTINEL_NAMES}; do
    answer=$(timeout 1 ${clientCommand} -h "$sentinel" -p ${REDIS_PORT} --user ${ASKING_USER} --no-auth-warning sentinel get-master-addr-by-name "$${GROUP}" 2>/dev/null | { read -r name; echo "$name"; })
    case $answer in ''|*[!a-z0-9-]*) continue ;; esac
    case " $said " in *" $answer "*) echo "$answer"; return ;; esac
    said="$said $answer"
  done
}
follow() {
  while IFS= read -r line; do
    case $line in "replicaof "*) ;; *) printf '%s\\n' "$line" ;; esac
  done < ${CONF_FILE} > ${CONF_FILE}.new &&
  echo "replicaof $1 ${REDIS_PORT}" >> ${CONF_FILE}.new &&
  mv ${CONF_FILE}.new ${CONF_FILE} || exit 1
}
[ -z "$${GROUP}" ] || {
  REDISCLI_AUTH=$(cat /run/secrets/${ASKING_FILE}) || exit 1
  export REDISCLI_AUTH
  rounds=0
  while [ $rounds -lt ${OWN_ROUNDS} ]; do
    master=$(named)
    case $master in
      '') ;;
      "$${NODE_NAME}") rounds=$((rounds + 1)) ;;
      *) follow "$master"; break ;;
    esac
    sleep ${ROUND_MS / 1_000}
  done
  unset REDISCLI_AUTH
}
`;
