import { NAME_OPTIONS, sentinelName, sentinelSecretName } from "../../core/availability/group";
import { sentinelLines } from "../../core/availability/sentinel-script";
import { controlNetworkName } from "../../core/databases/names";
import type { Engine } from "../../core/engines/engine";
import { toolOf } from "../../core/engines/tools";
import { MIB, SECOND_MS } from "../../core/units";
import type { ServiceSpec } from "../../ports/docker-engine";

type SentinelServiceInput = {
  instance: string;
  /** From 1 on. */
  number: number;
  engine: Engine;
  image: string;
  hostId: string;
};

const CONF = "/data/sentinel.conf";

/** Raised when a Sentinel that stands has to start in another way. */
export const SENTINEL_REVISION = 3;

/** What a Sentinel knows stands in its volume from its first start on; an empty one begins with the secret and is told anew. */
const startOf = (serverCommand: string): string => `umask 077
[ -f ${CONF} ] || {
  cp /run/secrets/sentinel.conf ${CONF}.new &&
  chmod 600 ${CONF}.new &&
  mv ${CONF}.new ${CONF}
} || exit 1
${sentinelLines(toolOf(serverCommand, "cli"), CONF)}exec ${serverCommand} ${CONF} --sentinel`;

/** The service of one Sentinel, pinned to its host. */
export function sentinelService(input: SentinelServiceInput): ServiceSpec {
  const { instance, number, engine } = input;
  const name = sentinelName(instance, number);
  return {
    name,
    owner: { appId: null, databaseId: null },
    role: "sentinel",
    revision: SENTINEL_REVISION,
    image: input.image,
    isImageLocal: true,
    command: ["sh", "-c", startOf(engine.serverCommand)],
    args: [],
    environment: {},
    startValues: {},
    user: `${engine.uid}:${engine.uid}`,
    secrets: [
      {
        secretName: sentinelSecretName(instance, number),
        fileName: "sentinel.conf",
        uid: engine.uid,
        mode: 0o400,
      },
    ],
    volumes: [{ name, path: "/data" }],
    networks: [{ name: controlNetworkName(instance), aliases: [] }],
    nameOptions: NAME_OPTIONS,
    ports: [],
    hostId: input.hostId,
    memoryLimitBytes: 64 * MIB,
    memoryReservationBytes: 16 * MIB,
    cpus: null,
    openFilesMax: null,
    stopGraceMs: 10 * SECOND_MS,
    updateOrder: "stop-first",
  };
}
