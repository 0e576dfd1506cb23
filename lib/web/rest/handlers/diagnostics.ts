import "server-only";
import {
  type DIAGNOSTIC_ROUTES,
  toApiClient,
  toApiLatency,
  toApiMemory,
  toApiSlowLog,
} from "../../../contract/api/diagnostics";
import { disconnectClient } from "../../../services/diagnostics/disconnect-client";
import { getLatency } from "../../../services/diagnostics/get-latency";
import { getMemory } from "../../../services/diagnostics/get-memory";
import { getSlowLog } from "../../../services/diagnostics/get-slow-log";
import { listClients } from "../../../services/diagnostics/list-clients";
import type { Handlers } from "../handler";

export const DIAGNOSTIC_HANDLERS: Handlers<typeof DIAGNOSTIC_ROUTES> = {
  getSlowLog: async ({ ctx, params }) => ({
    slow_log: toApiSlowLog(await getSlowLog(ctx, { resourceId: params.database })),
  }),
  listClients: async ({ ctx, params }) => ({
    clients: (await listClients(ctx, { resourceId: params.database })).map(toApiClient),
  }),
  disconnectClient: async ({ ctx, params, query: { address } }) => {
    await disconnectClient(ctx, { resourceId: params.database, id: params.client, address });
  },
  getMemory: async ({ ctx, params, query: { db } }) => ({
    memory: toApiMemory(await getMemory(ctx, { resourceId: params.database, database: db })),
  }),
  getLatency: async ({ ctx, params }) => ({
    latency: toApiLatency(await getLatency(ctx, { resourceId: params.database })),
  }),
};
