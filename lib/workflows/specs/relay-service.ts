import { HAPROXY_IMAGE, HAPROXY_UID } from "../../core/databases/images";
import {
  controlNetworkName,
  type DatabaseName,
  relayName,
  relaySecretNames,
} from "../../core/databases/names";
import { RELAY_FILES } from "../../core/imports/relay";
import { MIB, SECOND_MS } from "../../core/units";
import type { Owner, SecretMount, ServiceSpec } from "../../ports/docker-engine";

type RelayInput = {
  database: DatabaseName;
  owner: Owner;
  revision: number;
  /** The host of the node that follows. */
  hostId: string | null;
};

/** The service of a relay: on the control network alone, where the node finds it, and with the engine's own way out. */
export function relayService({ database, owner, revision, hostId }: RelayInput): ServiceSpec {
  const { config, authorities } = relaySecretNames(database, revision);
  const mount = (secretName: string, path: string): SecretMount => ({
    secretName,
    fileName: path.slice(path.lastIndexOf("/") + 1),
    uid: HAPROXY_UID,
    mode: 0o400,
  });
  return {
    name: relayName(database),
    owner,
    role: "gateway",
    revision,
    image: HAPROXY_IMAGE,
    isImageLocal: true,
    command: ["haproxy", "-f", RELAY_FILES.config],
    args: [],
    environment: {},
    startValues: {},
    user: `${HAPROXY_UID}:${HAPROXY_UID}`,
    secrets: [mount(config, RELAY_FILES.config), mount(authorities, RELAY_FILES.authorities)],
    volumes: [],
    networks: [{ name: controlNetworkName(database.instance), aliases: [] }],
    ports: [],
    hostId,
    memoryLimitBytes: 128 * MIB,
    memoryReservationBytes: 24 * MIB,
    cpus: null,
    openFilesMax: null,
    // As process 1 HAProxy hears no other.
    stopSignal: "SIGUSR1",
    stopGraceMs: 2 * SECOND_MS,
    // Two would take the node now to one address and now to another.
    updateOrder: "stop-first",
  };
}
