import { GATEWAY_FILES } from "../../core/databases/gateway-door";
import { HAPROXY_IMAGE, HAPROXY_UID } from "../../core/databases/images";
import {
  controlNetworkName,
  type DatabaseName,
  publicGateName,
  publicGateSecretName,
} from "../../core/databases/names";
import { PUBLIC_GATE_PORT } from "../../core/databases/public-gate";
import { MIB, SECOND_MS } from "../../core/units";
import type { Owner, ServiceSpec } from "../../ports/docker-engine";

type PublicGateInput = {
  database: DatabaseName;
  owner: Owner;
  revision: number;
  /** Of the host. */
  port: number;
  /** The host of the active node; null for a group, which can be reached by each host. */
  hostId: string | null;
};

/** The service of a public gate: on the control network alone, published on its host itself, which lets it see who comes. */
export function publicGateService({ database, owner, revision, port, hostId }: PublicGateInput): ServiceSpec {
  return {
    name: publicGateName(database),
    owner,
    role: "gateway",
    revision,
    image: HAPROXY_IMAGE,
    isImageLocal: true,
    command: ["haproxy", "-f", GATEWAY_FILES.config],
    args: [],
    environment: {},
    startValues: {},
    user: `${HAPROXY_UID}:${HAPROXY_UID}`,
    secrets: [
      {
        secretName: publicGateSecretName(database, revision),
        fileName: GATEWAY_FILES.config.slice(GATEWAY_FILES.config.lastIndexOf("/") + 1),
        uid: HAPROXY_UID,
        mode: 0o400,
      },
    ],
    volumes: [],
    networks: [{ name: controlNetworkName(database.instance), aliases: [] }],
    ports: [{ published: port, target: PUBLIC_GATE_PORT }],
    hostId,
    ...(hostId === null && { tasks: "every host" }),
    memoryLimitBytes: 512 * MIB,
    memoryReservationBytes: 24 * MIB,
    cpus: null,
    openFilesMax: null,
    // As process 1 HAProxy hears no other.
    stopSignal: "SIGUSR1",
    stopGraceMs: 5 * SECOND_MS,
    // Two cannot have the same port of one host: the engine would wait for ever.
    updateOrder: "stop-first",
  };
}
