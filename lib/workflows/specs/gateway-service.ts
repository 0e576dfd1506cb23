import { gatewayMemoryBytes, gatewayOpenFilesMax } from "../../core/databases/gateway-config";
import { HAPROXY_IMAGE, HAPROXY_UID } from "../../core/databases/images";
import {
  appNetworkName,
  controlNetworkName,
  type DatabaseName,
  gatewayName,
  gatewaySecretName,
} from "../../core/databases/names";
import type { Plan } from "../../core/plans/catalog";
import { SECOND_MS } from "../../core/units";
import type { Owner, ServiceSpec } from "../../ports/docker-engine";

type GatewayServiceInput = {
  database: DatabaseName;
  owner: Owner;
  appName: string;
  revision: number;
  /** Revision of the secret with the HAProxy file. */
  configRevision: number;
  plan: Plan;
  /** The host of the active node, which surely has the image. */
  hostId: string | null;
};

/** The service of a gateway: on the control network without a name for apps, on the app's network as `<resource id>`. */
export function gatewayService(input: GatewayServiceInput): ServiceSpec {
  const { database, plan } = input;
  const memoryBytes = gatewayMemoryBytes(plan.clientsMax);
  return {
    name: gatewayName(database),
    owner: input.owner,
    role: "gateway",
    revision: input.revision,
    image: HAPROXY_IMAGE,
    isImageLocal: true,
    command: ["haproxy", "-f", "/run/secrets/haproxy.cfg"],
    args: [],
    environment: {},
    user: `${HAPROXY_UID}:${HAPROXY_UID}`,
    secrets: [
      {
        secretName: gatewaySecretName(database, input.configRevision),
        fileName: "haproxy.cfg",
        uid: HAPROXY_UID,
        mode: 0o400,
      },
    ],
    volumes: [],
    networks: [
      { name: controlNetworkName(database.instance), aliases: [] },
      { name: appNetworkName(database.instance, input.appName), aliases: [database.resourceId] },
    ],
    ports: [],
    hostId: input.hostId,
    replicas: 1,
    memoryLimitBytes: memoryBytes,
    memoryReservationBytes: memoryBytes,
    cpus: null,
    openFilesMax: gatewayOpenFilesMax(plan.clientsMax),
    stopGraceMs: 5 * SECOND_MS,
    // With other limits the new gateway answers before the old one goes: a client only connects again.
    updateOrder: "start-first",
  };
}
