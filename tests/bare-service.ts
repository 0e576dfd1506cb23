import { DEMO_IMAGE } from "../lib/core/databases/images";
import type { ServiceSpec } from "../lib/ports/docker-engine";

/** One container of the demo image, with nothing but what is said of it. */
export const bareService = (name: string, changes: Partial<ServiceSpec> = {}): ServiceSpec => ({
  name,
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
  networks: [],
  ports: [],
  hostId: null,
  memoryLimitBytes: null,
  memoryReservationBytes: null,
  cpus: null,
  openFilesMax: null,
  stopGraceMs: 1_000,
  updateOrder: "stop-first",
  ...changes,
});
