import { GATEWAYS } from "../../core/availability/group";
import {
  CLIENTS_MAX_VARIABLE,
  type GatewayConfigInput,
  gatewayConfig,
  gatewayMemoryBytes,
  gatewayMemoryLimitBytes,
  TLS_FORCED_VARIABLE,
} from "../../core/databases/gateway-config";
import { GATEWAY_FILES, GATEWAY_SCRIPT } from "../../core/databases/gateway-door";
import { HAPROXY_IMAGE, HAPROXY_UID } from "../../core/databases/images";
import {
  appNetworkName,
  controlNetworkName,
  type DatabaseName,
  gatewayName,
  gatewaySecretNames,
  nodesAlias,
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
  certificate: KeyPair;
  authorityPem: string;
};

/** The files that a gateway starts with. */
export function gatewaySecrets(input: GatewaySecretsInput): SecretSpec[] {
  const { database, owner, revision, certificate } = input;
  const own = gatewaySecretNames(database, revision);
  const shared = sharedSecretNames(database.instance);
  const config = gatewayConfig({ resourceId: database.resourceId, ...input.config });
  return [
    { name: own.config, owner, content: config },
    { name: own.certificate, owner, content: pemOf(certificate) },
    { name: shared.authority, owner: NOBODY, content: input.authorityPem },
    { name: shared.script, owner: NOBODY, content: GATEWAY_SCRIPT },
  ];
}

/** Certificate and key in one file, as HAProxy reads them. */
export const pemOf = ({ certificatePem, keyPem }: KeyPair): string => `${certificatePem}${keyPem}`;

type GatewayServiceInput = {
  database: DatabaseName;
  owner: Owner;
  appName: string;
  /** Also of the secrets. */
  revision: number;
  plan: Plan;
  isTlsForced: boolean;
  /** Connections that are let in, of those of the plan. */
  clientsMax: number;
  /** The host of the active node, which surely has the image; null for one that Swarm starts where it likes. */
  hostId: string | null;
  /** Of the node that serves; 0 unless said. */
  lineage?: number;
  /** True for those of a group, which no host is the end of. */
  isGroup?: boolean;
};

/** What a gateway's containers are told when they start, and those that run through the door. */
export const gatewayStartValues = ({
  clientsMax,
  isTlsForced,
}: Pick<GatewayServiceInput, "clientsMax" | "isTlsForced">): Record<string, string> => ({
  [CLIENTS_MAX_VARIABLE]: String(clientsMax),
  [TLS_FORCED_VARIABLE]: isTlsForced ? "1" : "0",
});

/**
 * HAProxy looks for its node by itself at its start, once: a node that starts beside it and takes some tenths of a second longer would
 * serve 2 s later. So it is awaited, for about as long.
 */
const START = `end=$(($(date +%s) + 2))
until getent hosts "$0" >/dev/null || [ "$(date +%s)" -ge $end ]; do sleep 0.05; done
exec haproxy -f ${GATEWAY_FILES.config}`;

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
    command: input.isGroup
      ? ["haproxy", "-f", GATEWAY_FILES.config]
      : ["sh", "-c", START, nodesAlias(database.resourceId, input.lineage)],
    args: [],
    // For looking for its node at its start.
    environment: { RES_OPTIONS: "timeout:1 attempts:1" },
    startValues: gatewayStartValues(input),
    user: `${HAPROXY_UID}:${HAPROXY_UID}`,
    secrets: secretMounts(database, input.revision),
    volumes: [],
    networks: [
      { name: controlNetworkName(database.instance), aliases: [] },
      { name: appNetworkName(database.instance, input.appName), aliases: [database.resourceId] },
    ],
    ports: [],
    hostId: input.hostId,
    ...(input.isGroup && { tasks: { count: GATEWAYS, perHostMax: GATEWAYS - 1 } }),
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
    mount(own.certificate, GATEWAY_FILES.certificate),
    mount(shared.authority, GATEWAY_FILES.authority),
    mount(shared.script, GATEWAY_FILES.script),
  ];
}
