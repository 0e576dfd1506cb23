import { DEMO_IMAGE } from "../../lib/core/databases/images";
import { appNetworkName } from "../../lib/core/databases/names";
import type { ServiceSpec } from "../../lib/ports/docker-engine";

export const holderName = (instance: string, app: string) => `${instance}_${app}-traffic`;

/** A container that does nothing but be on the app's network; the app's own may be replaced meanwhile. */
export function holder(instance: string, app: string): ServiceSpec {
  return {
    name: holderName(instance, app),
    owner: { appId: null, databaseId: null },
    role: "app",
    revision: 1,
    image: DEMO_IMAGE,
    isImageLocal: true,
    command: [],
    args: [],
    environment: {},
    startValues: {},
    user: null,
    secrets: [],
    volumes: [],
    networks: [{ name: appNetworkName(instance, app), aliases: [] }],
    ports: [],
    hostId: null,
    replicas: 1,
    memoryLimitBytes: null,
    memoryReservationBytes: null,
    cpus: null,
    openFilesMax: null,
    stopGraceMs: 1_000,
    updateOrder: "stop-first",
  };
}
