import { askingSecretName, NAME_OPTIONS, RETURN_AFTER_MS } from "../../core/availability/group";
import {
  ASKING_FILE,
  GROUP,
  NODE_NAME,
  rejoinLines,
  SENTINEL_NAMES,
} from "../../core/availability/start-script";
import {
  controlNetworkName,
  type DatabaseName,
  nodeName,
  nodeSecretNames,
  nodesAlias,
} from "../../core/databases/names";
import { CONF_FILE, COPY_MARK, DATA_GONE_EXIT_CODE, FIRST_START } from "../../core/databases/node-volume";
import type { Engine } from "../../core/engines/engine";
import { toolOf } from "../../core/engines/tools";
import { versionOf } from "../../core/engines/versions";
import { containerMemoryBytes, type Plan } from "../../core/plans/catalog";
import { MIB, SECOND_MS } from "../../core/units";
import type { Host, Owner, ServiceSpec } from "../../ports/docker-engine";

/** A node's service never changes: whatever needs another one gets another node. */
const NODE_REVISION = 1;

type NodeServiceInput = {
  database: DatabaseName;
  owner: Owner;
  number: number;
  lineage?: number;
  engine: Engine;
  version: string;
  /** Null for the image that the version alone names. */
  image?: string | null;
  plan: Plan;
  host: Pick<Host, "id" | "cpus">;
  /** True for a node that never had data: no other begins with an empty volume. */
  isFirstStart: boolean;
  /** Of a node of a highly available database: the services of the Sentinels, its group once they watch it, and whether it is its first. */
  member?: { sentinels: readonly string[]; group?: string | null; isFirst?: boolean };
};

/**
 * The first start takes the files from the secrets, users first, so that a start cut in the middle begins again; later ones find the
 * files of the node itself, and a node that has none ends. With an append-only file switched on Redis reads nothing else: where there is
 * none yet it begins with the last save, else the node would start empty and write over that. So does a node that ended while a new one was
 * written: after a full copy of its master, what is there is of before that copy. `exec` makes the server process 1: it hears the stop
 * signal and saves.
 */
const startOf = ({ serverCommand }: Engine, isMember: boolean): string => `umask 077
[ -f /data/${CONF_FILE} ] || {
  [ "$${FIRST_START}" = yes ] || [ -f /data/${COPY_MARK} ] || {
    echo "The data is gone: the volume is empty, and this is not the first start. Nothing is started in its place." >&2
    exit ${DATA_GONE_EXIT_CODE}
  }
  cp /run/secrets/users.acl /data/users.acl &&
  cp /run/secrets/redis.conf /data/${CONF_FILE}.new &&
  chmod 600 /data/users.acl /data/${CONF_FILE}.new &&
  mv /data/${CONF_FILE}.new /data/${CONF_FILE}
} || exit 1
rm -f /data/${COPY_MARK}
cd /data
while read -r name value; do [ "$name" = appendonly ] && aof=$value; done < ${CONF_FILE}
case $aof in *yes*)
  [ ! -e appendonlydir/temp-appendonly.aof.incr ] || [ ! -e dump.rdb ] || rm -r appendonlydir || exit 1
  [ -e appendonly.aof ] || [ -e appendonlydir/appendonly.aof.manifest ] || [ ! -e dump.rdb ] || {
    cp dump.rdb appendonly.aof.new && mv appendonly.aof.new appendonly.aof
  } || exit 1
esac
${isMember ? rejoinLines(toolOf(serverCommand, "cli")) : ""}exec ${serverCommand} /data/${CONF_FILE}`;

/** Time to save everything at the slowest disk we count on (32 MiB/s) and 30 s for the rest. */
const stopGraceMs = (plan: Plan): number => (30 + Math.ceil(plan.maxMemoryBytes / (32 * MIB))) * SECOND_MS;

/** The service of one node, pinned to the host that holds its volume. Swap is as much again as the memory limit: the engine's default. */
export function nodeService(input: NodeServiceInput): ServiceSpec {
  const { database, number, engine, plan, member } = input;
  const name = nodeName(database, number);
  const secrets = nodeSecretNames(database, number);
  const memoryBytes = containerMemoryBytes(plan);
  const readable = { uid: engine.uid, mode: 0o400 };
  return {
    name,
    owner: input.owner,
    role: "node",
    revision: NODE_REVISION,
    image: input.image ?? versionOf(engine, input.version).image,
    isImageLocal: true,
    command: ["sh", "-c", startOf(engine, member !== undefined)],
    args: [],
    environment: member ? { [NODE_NAME]: name, [SENTINEL_NAMES]: member.sentinels.join(" ") } : {},
    startValues: {
      [FIRST_START]: input.isFirstStart ? "yes" : "no",
      ...(member && { [GROUP]: member.group ?? "" }),
    },
    user: `${engine.uid}:${engine.uid}`,
    secrets: [
      { secretName: secrets.conf, fileName: "redis.conf", ...readable },
      { secretName: secrets.acl, fileName: "users.acl", ...readable },
      ...(member
        ? [{ secretName: askingSecretName(database.instance), fileName: ASKING_FILE, ...readable }]
        : []),
    ],
    volumes: [{ name, path: "/data" }],
    networks: [
      {
        name: controlNetworkName(database.instance),
        // A gateway that is about to be led to a new group sees the one of its nodes that takes over.
        aliases: member?.isFirst === false ? [] : [nodesAlias(database.resourceId, input.lineage)],
      },
    ],
    ...(member && { nameOptions: NAME_OPTIONS, restartDelayMs: RETURN_AFTER_MS }),
    ports: [],
    hostId: input.host.id,
    memoryLimitBytes: memoryBytes,
    memoryReservationBytes: memoryBytes,
    cpus: Math.min(plan.cpus, input.host.cpus),
    openFilesMax: engine.maxClients(plan) + 256,
    stopGraceMs: stopGraceMs(plan),
    updateOrder: "stop-first",
  };
}
