import { z } from "zod";
import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { APP_ROUTES } from "@/lib/contract/api/apps";
import { command } from "../command";
import { fetchOperation, follow } from "../operation";
import { stepRows } from "../render/steps";
import { facts, table } from "../render/table";
import type { Session } from "../session";
import type { Operation } from "../wire";

const COLUMNS = ["ID", "TYPE", "ABOUT", "STATUS", "STARTED"].map((header) => ({ header }));

export const operations = command({
  name: "operations",
  usage: "[operation]",
  group: "Activity",
  summary: "list what is being done or was done last to the app and each addon, or show one with its steps",
  input: z.object({ operation: z.string().optional() }),
  async run(session, { operation }) {
    if (operation !== undefined) return showOne(session, operation);
    const rows = await list(session);
    if (session.options.json) return session.terminal.json(rows);
    const cells = rows.map(({ id, type, resource_id, app_name, status, created_at }) => [
      id,
      type,
      resource_id ?? app_name,
      status,
      created_at,
    ]);
    for (const line of table(COLUMNS, cells)) session.terminal.print(line);
  },
});

/** Newest first. */
async function list(session: Session): Promise<Operation[]> {
  const app = session.app();
  const params = { app };
  const { app: row } = (await session.call(APP_ROUTES.getApp, { params })).data;
  const { addons } = (await session.call(ADDON_ROUTES.listAddons, { params })).data;
  const ids = [row.operation_id, ...addons.map(({ operation_id }) => operation_id)];
  const found = await Promise.all(
    [...new Set(ids)].flatMap((operationId) =>
      operationId ? [fetchOperation(session, { app, operationId })] : [],
    ),
  );
  return found
    .map(({ operation }) => operation)
    .toSorted((one, other) => Date.parse(other.created_at) - Date.parse(one.created_at));
}

async function showOne(session: Session, operationId: string): Promise<void> {
  const { options, terminal } = session;
  const key = { app: session.app(), operationId };
  const first = (await fetchOperation(session, key)).operation;
  const isUnfinished = first.status === "pending" || first.status === "running";
  const operation = isUnfinished && session.waiting === "with steps" ? await follow(session, key) : first;
  if (options.json) return terminal.json(operation);
  const about = facts([
    ["ID", operation.id],
    ["Type", operation.type],
    ["Status", operation.status],
    ...(operation.took_effect_at === null ? [] : [["Took effect", operation.took_effect_at] as const]),
    ...(operation.error === null ? [] : [["Error", operation.error] as const]),
  ]);
  const steps = table(
    [{ header: "STEP" }, { header: "STATUS" }, { header: "TOOK", align: "right" }],
    stepRows(operation),
  );
  for (const line of [...about, "", ...steps]) terminal.print(line);
}
