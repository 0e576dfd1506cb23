import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Berth } from "../e2e/berth";

const POLL_MS = 200;

const Added = z.object({ addon: z.object({ resource_id: z.string(), operation_id: z.string() }) });
const Operation = z.object({ operation: z.object({ status: z.string() }) });

type Wanted = { app: string; plan?: string; count: number };

/** An app with real databases, by the REST API, which every build has. Answers their resource ids. */
export async function makeDatabases(
  { baseUrl }: Berth,
  token: string,
  { app, plan = "free", count }: Wanted,
): Promise<string[]> {
  const send = async <T>(schema: z.ZodType<T>, path: string, body?: unknown): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const answer = await fetch(`${baseUrl}/v1${path}`, { headers, ...init });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return schema.parse(await answer.json());
  };
  await send(z.unknown(), "/apps", { app: { name: app } });
  const made = [];
  for (let n = 0; n < count; n++) {
    const addon = { addon_provider_id: "redis", plan_id: plan };
    const { addon: added } = await send(Added, `/apps/${app}/addons`, { addon });
    const read = () => send(Operation, `/apps/${app}/operations/${added.operation_id}`);
    for (let status = ""; status !== "done"; await delay(POLL_MS)) {
      status = (await read()).operation.status;
      if (status === "error") throw new Error(`${added.resource_id} was not made`);
    }
    made.push(added.resource_id);
  }
  return made;
}
