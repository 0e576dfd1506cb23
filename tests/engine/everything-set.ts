import type { AddDatabaseUserInput } from "../../lib/contract/database-users";
import { gatewayName } from "../../lib/core/databases/names";
import type { FeatureName } from "../../lib/core/features/features";
import { findAddonByResourceId } from "../../lib/db/addons";
import { loadDatabase } from "../../lib/db/databases";
import { platform } from "../../lib/runtime/container";
import type { Context } from "../../lib/services/context";
import { addDatabaseUser } from "../../lib/services/database-users/add-database-user";
import { getDatabase } from "../../lib/services/databases/get-database";
import { setFeature } from "../../lib/services/features/set-feature";
import { setSettings } from "../../lib/services/settings/set-settings";
import { onNode } from "./every-type";
import { newPassword } from "./stack";

/** The public name of its Berth. */
export const PUBLIC = "db.example.test";
const PASSWORD = newPassword();
const TRIED = ["get cache:a", "set cache:a 1", "get other", "publish news text", "subscribe news"];
const USERS = ["only-reads", "writes-too", "has-a-part", "hears-nothing", "of-nobody"] as const;

/** Makes room for internet access. To be called before the Berth starts. */
export function offerInternetAccess(): void {
  const first = 26_000 + Math.floor(Math.random() * 3_000);
  process.env.BERTH_PUBLIC_HOST = PUBLIC;
  process.env.BERTH_PUBLIC_PORTS = `${first}-${first + 9}`;
}

/** Switches every feature on and sets every setting; `ended` waits for an operation. */
export async function setEverything(
  ctx: Context,
  resourceId: string,
  ended: (operation: { id: string }) => Promise<unknown>,
): Promise<void> {
  const set = async (name: FeatureName, options = {}) =>
    ended(await setFeature(ctx, { resourceId, name, isOn: true, acceptsLoss: true, options }));
  await set("redis-aof");
  await set("redis-cache", { policy: "volatile-ttl" });
  await set("force-ssl");
  await set("publicly-available", { networks: [] });
  const settings = { idleTimeoutSeconds: 600, keyspaceEvents: "Ex", clientsMax: 20 };
  await ended(await setSettings(ctx, { resourceId, settings }));
}

/** Makes people's users of each role; the last one by ACL SETUSER, so that it is in no record. */
export async function makeUsers(ctx: Context, resourceId: string): Promise<void> {
  const part = { role: "custom" as const, keyPatterns: ["cache:*"] };
  const add = (
    name: (typeof USERS)[number],
    rights: Omit<AddDatabaseUserInput, "resourceId" | "name" | "password">,
  ) => addDatabaseUser(ctx, { resourceId, name, password: PASSWORD, ...rights });
  await add("only-reads", { role: "read-only" });
  await add("writes-too", { role: "read-write" });
  await add("has-a-part", { ...part, categories: ["read", "write", "pubsub"] });
  await add("hears-nothing", { ...part, categories: ["read"] });
  const rules = ["on", `>${PASSWORD}`, "~cache:*", "-@all", "+get", "+subscribe"];
  await onNode(resourceId, async (redis) => {
    await redis.call("ACL", "SETUSER", "of-nobody", ...rules);
    await redis.call("ACL", "SAVE");
  });
}

/** Which of the commands the node that serves lets that user run. */
const allowedTo = (resourceId: string, user: string): Promise<string[]> =>
  onNode(
    resourceId,
    async (redis) => {
      const allowed: string[] = [];
      for (const line of TRIED) {
        const [name = "", ...words] = line.split(" ");
        const refusal = await redis.call(name, ...words).then(
          () => null,
          (error: unknown) => String(error),
        );
        if (refusal === null) allowed.push(line);
        else if (!refusal.includes("NOPERM")) throw new Error(refusal);
      }
      return allowed;
    },
    { user, password: PASSWORD },
  );

/** What Redis, the gateway and the records say of all that was set, each asked by itself. */
export async function everythingSeen(ctx: Context, resourceId: string) {
  const { gateways } = platform();
  const addon = await findAddonByResourceId(resourceId);
  const { publicPort } = await loadDatabase(addon?.databaseId ?? "");
  const serviceName = gatewayName({ instance: ctx.instance, resourceId });
  const config = await onNode(resourceId, async (redis) => {
    const names = ["appendonly", "maxmemory-policy", "timeout", "notify-keyspace-events"];
    return Promise.all(names.map(async (name) => ((await redis.config("GET", name)) as string[])[1]));
  });
  const { features } = await getDatabase(ctx, { resourceId });
  return {
    config,
    features: features.filter(({ isOn }) => isOn).map(({ name, status }) => `${name} ${status}`),
    plain: await gateways.knock({ serviceName }, null),
    encrypted: await gateways.knock({ serviceName }, resourceId),
    outside: await gateways.knock({ host: "127.0.0.1", port: publicPort ?? 0 }, PUBLIC),
    may: Object.fromEntries(
      await Promise.all(USERS.map(async (user) => [user, await allowedTo(resourceId, user)])),
    ),
  };
}
