import {
  CLIENTS_MAX_VARIABLE,
  type GatewayConfigInput,
  gatewayConfig,
  gatewayMemoryBytes,
  gatewayMemoryLimitBytes,
} from "../../core/databases/gateway-config";
import { GATEWAY_FILES, HOLD_SCRIPT } from "../../core/databases/gateway-door";
import { HAPROXY_IMAGE, HAPROXY_UID } from "../../core/databases/images";
import {
  appNetworkName,
  controlNetworkName,
  type DatabaseName,
  gatewayName,
  gatewaySecretNames,
  sharedSecretNames,
} from "../../core/databases/names";
import type { Plan } from "../../core/plans/catalog";
import { SECOND_MS } from "../../core/units";
import type { KeyPair } from "../../ports/certificate-authority";
import type { Owner, SecretMount, SecretSpec, ServiceSpec } from "../../ports/docker-engine";

const NOBODY: Owner = { appId: null, databaseId: null };

type GatewaySecretsInput = {
  database: DatabaseName;
  owner: Owner;
  revision: number;
  config: Omit<GatewayConfigInput, "resourceId">;
  /** Certificate of the gateway's door. */
  door: KeyPair;
  authorityPem: string;
};

/** The files that a gateway starts with. */
export function gatewaySecrets(input: GatewaySecretsInput): SecretSpec[] {
  const { database, owner, revision, door } = input;
  const own = gatewaySecretNames(database, revision);
  const shared = sharedSecretNames(database.instance);
  const config = gatewayConfig({ resourceId: database.resourceId, ...input.config });
  return [
    { name: own.config, owner, content: config },
    { name: own.door, owner, content: `${door.certificatePem}${door.keyPem}` },
    { name: shared.authority, owner: NOBODY, content: input.authorityPem },
    { name: shared.hold, owner: NOBODY, content: HOLD_SCRIPT },
  ];
}

type GatewayServiceInput = {
  database: DatabaseName;
  owner: Owner;
  appName: string;
  /** Also of the secrets. */
  revision: number;
  plan: Plan;
  /** Connections that are let in, of those of the plan. */
  clientsMax: number;
  /** The host of the active node, which surely has the image. */
  hostId: string | null;
};

/** What a gateway's containers are told when they start. */
export const gatewayStartValues = (clientsMax: number): Record<string, string> => ({
  [CLIENTS_MAX_VARIABLE]: String(clientsMax),
});

/** The service of a gateway: on the control network without a name for apps, on the app's network as `<resource id>`. */
export function gatewayService(input: GatewayServiceInput): ServiceSpec {
  const { database, plan } = input;
  return {
    name: gatewayName(database),
    owner: input.owner,
    role: "gateway",
    revision: input.revision,
    image: HAPROXY_IMAGE,
    isImageLocal: true,
    command: ["haproxy", "-f", GATEWAY_FILES.config],
    args: [],
    environment: {},
    startValues: gatewayStartValues(input.clientsMax),
    user: `${HAPROXY_UID}:${HAPROXY_UID}`,
    secrets: secretMounts(database, input.revision),
    volumes: [],
    networks: [
      { name: controlNetworkName(database.instance), aliases: [] },
      { name: appNetworkName(database.instance, input.appName), aliases: [database.resourceId] },
    ],
    ports: [],
    hostId: input.hostId,
    memoryLimitBytes: gatewayMemoryLimitBytes(plan.clientsMax),
    // The same for every plan, since a change of it starts a new container; placement counts what the plan needs.
    memoryReservationBytes: gatewayMemoryBytes(0),
    cpus: null,
    openFilesMax: null,
    // As process 1 HAProxy hears no other.
    stopSignal: "SIGUSR1",
    stopGraceMs: 5 * SECOND_MS,
    // A new gateway answers before the old one goes: a client only connects again.
    updateOrder: "start-first",
  };
}

function secretMounts(database: DatabaseName, revision: number): SecretMount[] {
  const own = gatewaySecretNames(database, revision);
  const shared = sharedSecretNames(database.instance);
  const mount = (secretName: string, path: string): SecretMount => ({
    secretName,
    fileName: path.slice(path.lastIndexOf("/") + 1),
    uid: HAPROXY_UID,
    mode: 0o400,
  });
  return [
    mount(own.config, GATEWAY_FILES.config),
    mount(own.door, GATEWAY_FILES.certificate),
    mount(shared.authority, GATEWAY_FILES.authority),
    mount(shared.hold, GATEWAY_FILES.hold),
  ];
}
