import { NAME_OPTIONS, sentinelName, sentinelSecretName } from "../../core/availability/group";
import { controlNetworkName } from "../../core/databases/names";
import type { Engine } from "../../core/engines/engine";
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

/** What a Sentinel knows stands in its volume from its first start on; an empty one begins with the secret and is told anew. */
const startOf = (serverCommand: string): string => `umask 077
[ -f /data/sentinel.conf ] || {
  cp /run/secrets/sentinel.conf /data/sentinel.conf.new &&
  chmod 600 /data/sentinel.conf.new &&
  mv /data/sentinel.conf.new /data/sentinel.conf
} || exit 1
exec ${serverCommand} /data/sentinel.conf --sentinel`;

/** The service of one Sentinel, pinned to its host. */
export function sentinelService(input: SentinelServiceInput): ServiceSpec {
  const { instance, number, engine } = input;
  const name = sentinelName(instance, number);
  return {
    name,
    owner: { appId: null, databaseId: null },
    role: "sentinel",
    revision: 1,
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
