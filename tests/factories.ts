import { randomBytes, randomUUID } from "node:crypto";
import { ageArchives } from "../lib/adapters/archives/age";
import { type MemoryContainers, memoryContainers } from "../lib/adapters/docker/memory/container-stats";
import { memoryDockerEngine } from "../lib/adapters/docker/memory/engine";
import { type MemoryMessenger, memoryMessenger } from "../lib/adapters/messages/memory";
import { memoryRedisAdmin } from "../lib/adapters/redis/memory";
import { memoryRedisData } from "../lib/adapters/redis/memory-data";
import { memoryGroups } from "../lib/adapters/redis/memory-groups";
import { memoryRedisImports } from "../lib/adapters/redis/memory-import";
import { memoryRedisUsers } from "../lib/adapters/redis/memory-users";
import { memoryStorages } from "../lib/adapters/storage/memory";
import { joseSigner } from "../lib/adapters/tokens/jose";
import type { AddonView } from "../lib/contract/addons";
import type { AddonStatus } from "../lib/core/databases/status";
import { DEFAULT_CATALOG } from "../lib/core/engines/catalog/default";
import { DEFAULT_PLANS } from "../lib/core/plans/catalog";
import { findAddonByResourceId, setAddonStatus } from "../lib/db/addons";
import { type AppRow, findApp, insertApp, type NewApp } from "../lib/db/apps";
import { transaction } from "../lib/db/client";
import { loadDatabase } from "../lib/db/databases";
import { setNodeActive } from "../lib/db/nodes";
import { finishOperation, setOperationRunning } from "../lib/db/operations";
import { insertUser, type UserRow } from "../lib/db/users";
import type { OpenStorage } from "../lib/ports/backup-storage";
import type { Cipher } from "../lib/ports/cipher";
import type { DockerEngine, Host } from "../lib/ports/docker-engine";
import type { RedisAdmin } from "../lib/ports/redis-admin";
import type { RedisData } from "../lib/ports/redis-data";
import type { RedisUsers } from "../lib/ports/redis-users";
import { addAddon } from "../lib/services/addons/add-addon";
import { type Actor, type Context, personActor } from "../lib/services/context";
import { testAuthority } from "./authority";
import { testBackupKey } from "./backup-world";

/** The instance that contexts of tests belong to. */
export const INSTANCE = "btest1";

const SIGNER_KEY = new Uint8Array(32).fill(1);

/** Eight letters and digits, different at each call. */
const unique = (): string => randomBytes(4).toString("hex");

/** A person with an account. The hash stands for no password: nobody signs in with it. */
export async function makeUser(changes: { isAdmin?: boolean; email?: string } = {}): Promise<UserRow> {
  return transaction((tx) =>
    insertUser(tx, {
      id: randomUUID(),
      email: `${unique()}@example.org`,
      name: "Somebody",
      isAdmin: false,
      passwordHash: "none",
      ...changes,
    }),
  );
}

/** Reversible and easy to tell from the clear text. */
export const plainCipher: Cipher = {
  encrypt: (text) => `encrypted:${Buffer.from(text).toString("base64")}`,
  decrypt: (text) => Buffer.from(text.slice("encrypted:".length), "base64").toString(),
};

/** A public key as `ssh-keygen` writes it, different at each call. It stands for no private one. */
export function makeSshKey(): string {
  const field = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const type = "ssh-ed25519";
  const bytes = Buffer.concat([field(Buffer.from(type)), field(randomBytes(32))]);
  return `${type} ${bytes.toString("base64")}`;
}

/** One ready machine of 16 GiB, unless told otherwise. */
export const makeHost = (changes: Partial<Host> = {}): Host => ({
  id: "host-1",
  name: "machine-1",
  cpus: 8,
  memoryBytes: 16 * 1024 ** 3,
  reservedByOthersBytes: 0,
  state: "ready",
  isReady: true,
  engineVersion: "20.10.24",
  isOwn: true,
  isReachable: true,
  ...changes,
});

/** The context of a person, in a world of memory adapters of which single calls can be replaced. */
export function makeContext(
  user: UserRow,
  world: {
    engine?: Partial<DockerEngine>;
    redis?: Partial<RedisAdmin>;
    redisData?: RedisData;
    users?: RedisUsers;
    sessionId?: string;
    actor?: Partial<Actor>;
    containers?: MemoryContainers;
    openStorage?: OpenStorage;
    messenger?: MemoryMessenger;
    imports?: Context["imports"];
    groups?: Context["groups"];
    plans?: Context["plans"];
  } = {},
): Context {
  return {
    requestId: randomUUID(),
    actor: {
      ...personActor({ ...user, userId: user.id }, world.sessionId ?? "session"),
      ...world.actor,
    },
    instance: INSTANCE,
    plans: world.plans ?? DEFAULT_PLANS,
    catalog: DEFAULT_CATALOG,
    engine: { ...memoryDockerEngine({ instance: INSTANCE }), ...world.engine },
    redis: { ...memoryRedisAdmin(), ...world.redis },
    redisData: world.redisData ?? memoryRedisData(),
    groups: world.groups ?? memoryGroups(),
    users: world.users ?? memoryRedisUsers(memoryRedisAdmin()),
    cipher: plainCipher,
    signer: joseSigner({ issuer: INSTANCE, loadKey: async () => SIGNER_KEY }),
    containers: world.containers ?? memoryContainers(),
    openStorage: world.openStorage ?? memoryStorages().open,
    archives: ageArchives,
    backupKey: testBackupKey,
    areRecordsOwn: true,
    authority: testAuthority(),
    messenger: world.messenger ?? memoryMessenger(),
    imports: world.imports ?? memoryRedisImports(),
    publicHost: null,
    replaceAfterMs: 600_000,
    address: null,
    baseUrl: "http://localhost:3000",
  };
}

/** A person with a context and an app of no source, unless told otherwise. */
export async function makeApp(
  changes: Partial<NewApp> & { owner?: UserRow } = {},
): Promise<{ owner: UserRow; ctx: Context; app: AppRow }> {
  const { owner: given, ...columns } = changes;
  const owner = given ?? (await makeUser());
  const row: NewApp = {
    id: randomUUID(),
    name: `app-${unique()}`,
    source: "none",
    image: null,
    command: null,
    containerPort: null,
    publishedPort: null,
    service: null,
    ownerId: owner.id,
    revision: 0,
    ...columns,
  };
  await transaction((tx) => insertApp(tx, row));
  const app = await findApp(personActor({ ...owner, userId: owner.id }, null), row.name);
  if (!app) throw new Error("the app that was just made is not there");
  return { owner, ctx: makeContext(owner), app };
}

/** An addon of the plan `256m` whose operation has ended as its status says. */
export async function makeAddon(
  ctx: Context,
  app: Pick<AppRow, "name">,
  { status = "running", version }: { status?: AddonStatus; version?: string } = {},
): Promise<AddonView> {
  const { addon, operationId } = await addAddon(ctx, {
    app: app.name,
    provider: "redis",
    planId: "256m",
    version,
    requestKey: randomUUID(),
  });
  if (status === "provisioning") return addon;
  await setOperationRunning(operationId);
  const failure = status === "failed" ? { reason: "no_room", message: "No host has room." } : null;
  await transaction(async (tx) => {
    await finishOperation(tx, operationId, failure);
    await setAddonStatus(tx, addon.id, status);
    const row = await findAddonByResourceId(addon.resourceId);
    const [node] = row ? (await loadDatabase(row.databaseId)).nodes : [];
    if (node && status === "running") await setNodeActive(tx, node.id);
  });
  return { ...addon, status };
}
