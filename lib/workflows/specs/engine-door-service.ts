import { HAPROXY_IMAGE } from "../../core/databases/images";
import { controlNetworkName, sharedSecretNames } from "../../core/databases/names";
import {
  ENGINE_DOOR_FILES,
  engineDoorConfig,
  engineDoorName,
  engineDoorSecretNames,
} from "../../core/hosts/engine-door";
import { MIB, SECOND_MS } from "../../core/units";
import type { KeyPair } from "../../ports/certificate-authority";
import type { SecretSpec, ServiceSpec } from "../../ports/docker-engine";
import { pemOf } from "./gateway-service";

const NOBODY = { appId: null, databaseId: null };
const ROOT = 0;

type Place = { instance: string; hostId: string };

/** The files that the door of a host starts with. */
export function engineDoorSecrets(
  { instance, hostId }: Place,
  { door, authorityPem }: { door: KeyPair; authorityPem: string },
): SecretSpec[] {
  const { certificate, config } = engineDoorSecretNames(instance, hostId);
  const secret = (name: string, content: string): SecretSpec => ({ name, owner: NOBODY, content });
  return [
    secret(certificate, pemOf(door)),
    secret(config, engineDoorConfig()),
    secret(sharedSecretNames(instance).authority, authorityPem),
  ];
}

/** The door to the engine of a host: on the control network alone, published nowhere, with the engine's socket and nothing else. */
export function engineDoorService({ instance, hostId }: Place): ServiceSpec {
  const { certificate, config } = engineDoorSecretNames(instance, hostId);
  const mount = (secretName: string, path: string) => ({
    secretName,
    fileName: path.slice(path.lastIndexOf("/") + 1),
    uid: ROOT,
    mode: 0o400,
  });
  return {
    name: engineDoorName(instance, hostId),
    owner: NOBODY,
    role: "door",
    revision: 1,
    image: HAPROXY_IMAGE,
    isImageLocal: true,
    command: ["haproxy", "-f", ENGINE_DOOR_FILES.config],
    args: [],
    environment: {},
    startValues: {},
    user: `${ROOT}:${ROOT}`,
    secrets: [
      mount(certificate, ENGINE_DOOR_FILES.certificate),
      mount(config, ENGINE_DOOR_FILES.config),
      mount(sharedSecretNames(instance).authority, ENGINE_DOOR_FILES.authority),
    ],
    volumes: [],
    engineSocket: ENGINE_DOOR_FILES.socket,
    networks: [{ name: controlNetworkName(instance), aliases: [] }],
    ports: [],
    hostId,
    memoryLimitBytes: 128 * MIB,
    memoryReservationBytes: 16 * MIB,
    cpus: null,
    openFilesMax: null,
    // As process 1 HAProxy hears no other.
    stopSignal: "SIGUSR1",
    stopGraceMs: SECOND_MS,
    updateOrder: "stop-first",
  };
}
