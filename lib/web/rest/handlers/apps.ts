import "server-only";
import {
  type APP_ROUTES,
  STACKS,
  toApiApp,
  toApiAppListItem,
  toApiContainerStats,
  toApiContainers,
} from "../../../contract/api/apps";
import { toApiOperation } from "../../../contract/api/operations";
import { pagingHeaders } from "../../../contract/api/paging";
import { DomainError } from "../../../core/errors";
import { createApp } from "../../../services/apps/create-app";
import { deleteApp } from "../../../services/apps/delete-app";
import { getApp } from "../../../services/apps/get-app";
import { listApps } from "../../../services/apps/list-apps";
import { listContainerStats } from "../../../services/apps/list-container-stats";
import { listContainers } from "../../../services/apps/list-containers";
import { restartApp } from "../../../services/apps/restart-app";
import { getOperation } from "../../../services/operations/get-operation";
import type { Handlers } from "../handler";
import { operationPath } from "../paths";

export const APP_HANDLERS: Handlers<typeof APP_ROUTES> = {
  listApps: async ({ ctx, query: { q, page, per_page: perPage }, origin, answerHeaders }) => {
    const { apps, total } = await listApps(ctx, { q, page, perPage });
    const url = `${origin}/v1/apps?${new URLSearchParams({ ...(q && { q }), per_page: String(perPage) })}`;
    for (const [name, value] of pagingHeaders(url, { page, perPage, total })) answerHeaders.set(name, value);
    return { apps: apps.map((item) => toApiAppListItem(item, origin)) };
  },
  createApp: async ({ ctx, body, origin, request }) => {
    if (request.headers.get("x-dry-run") === "true")
      throw new DomainError("invalid", "dry_run", "X-Dry-Run is not known here: nothing was made.");
    const { name } = await createApp(ctx, body.app);
    return { app: toApiApp(await getApp(ctx, { app: name }), origin) };
  },
  getApp: async ({ ctx, params, origin }) => ({ app: toApiApp(await getApp(ctx, params), origin) }),
  deleteApp: async ({ ctx, params: { app }, query, answerHeaders, origin }) => {
    const { current_name: confirm, keeps_backup: keepsBackup } = query;
    const operation = await deleteApp(ctx, { app, confirm, keepsBackup });
    answerHeaders.set("location", `${origin}${operationPath(operation)}`);
  },
  restartApp: async ({ ctx, params, answerHeaders, origin }) => {
    const operation = await restartApp(ctx, params);
    answerHeaders.set("location", `${origin}${operationPath(operation)}`);
    return { operation: toApiOperation(operation) };
  },
  getOperation: async ({ ctx, params: { app, operation } }) => ({
    operation: toApiOperation(await getOperation(ctx, { app, operationId: operation })),
  }),
  listProcesses: async ({ ctx, params }) => {
    const [app, containers] = await Promise.all([getApp(ctx, params), listContainers(ctx, params)]);
    return { containers: toApiContainers(app, containers) };
  },
  listStats: async ({ ctx, params }) => ({
    stats: (await listContainerStats(ctx, params)).map(toApiContainerStats),
  }),
  listStacks: async () => ({ stacks: STACKS }),
};
