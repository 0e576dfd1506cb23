import type { AddonView } from "../../contract/addons";
import type { AddonRow } from "../../db/addons";

/** An addon as browser and API see it. */
export const addonView = (row: AddonRow): AddonView => ({
  id: row.id,
  appId: row.appId,
  provider: row.provider,
  resourceId: row.resourceId,
  name: row.name,
  planId: row.planId,
  engine: row.engine,
  version: row.version,
  status: row.status,
  createdAt: row.createdAt.toISOString(),
  error: row.status === "failed" ? (row.operation?.errorMessage ?? null) : null,
  operationId: row.operation?.id ?? null,
  dataGoneAt: row.status === "running" ? (row.dataGoneAt?.toISOString() ?? null) : null,
  isBusy: row.operation !== null && row.operation.finishedAt === null,
});
