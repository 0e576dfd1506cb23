import { expect, test, vi } from "vitest";
import { type Sent, withApi } from "@/tests/api";
import { makeBackup } from "@/tests/backups";
import { makeAddon, makeApp, makeSshKey, makeUser } from "@/tests/factories";
import { type Fuzz, makeFuzz, type Words } from "@/tests/fuzz";
import { makeStorage } from "@/tests/stored-backups";
import { memoryStorages } from "../../adapters/storage/memory";
import type { ApiRoute } from "../../contract/api/route";
import { ROUTES } from "../../contract/api/routes";
import { AddNotifierInput } from "../../contract/notifiers";
import { FEATURE_NAMES } from "../../core/features/features";
import { EVENT_KINDS } from "../../core/notifiers/event-kinds";
import { log } from "../../runtime/log";
import { addDatabaseUser } from "../../services/database-users/add-database-user";
import { getConnection } from "../../services/databases/get-connection";
import { getDatabase } from "../../services/databases/get-database";
import { addNotifier } from "../../services/notifiers/add-notifier";
import { setVariable } from "../../services/variables/set-variable";

const api = withApi({ openStorage: memoryStorages().open });

const REQUESTS = 10_000;
const AT_ONCE = 8;
/** An answer that takes as long as this hangs. */
const HANGS_MS = 20_000;
const SEED = 20_261_123;
const USERS = ["reader-of-all", "writer-of-all"];
const SECRET = "fuzz-secret-value";
const HOOK = "https://hooks.example.org/fuzz-secret-hook";

/** Somebody's apps, addons, tokens and keys, and every word that means something to the API. */
async function makeThings() {
  const owner = await makeUser();
  const ctx = api.contextFor(owner);
  const secrets: string[] = [SECRET, HOOK];
  const app: string[] = [];
  const addon: string[] = [];
  const operation: string[] = [];
  const variable: string[] = [];
  const backup: string[] = [];
  const notifier: string[] = [];
  await makeStorage();
  for (let count = 0; count < 8; count += 1) {
    const made = await makeApp({ owner, source: count % 2 ? "image" : "none", image: "team/web:1" });
    const { id, resourceId, operationId } = await makeAddon(ctx, made.app);
    app.push(made.app.name, made.app.id);
    addon.push(id, resourceId);
    operation.push(operationId ?? "");
    variable.push((await setVariable(ctx, { app: made.app.name, name: "SECRET", value: SECRET })).id);
    for (const name of USERS) {
      const made = await addDatabaseUser(ctx, { resourceId, name, role: "read-write" });
      secrets.push(made.password ?? "");
    }
    const { id: databaseId } = await getDatabase(ctx, { resourceId });
    backup.push(await makeBackup(databaseId));
    secrets.push((await getConnection(ctx, { resourceId })).password);
    const hook = AddNotifierInput.parse({ app: made.app.name, platform: "webhook", name: "Fuzz", url: HOOK });
    const { notifier: told, secret } = await addNotifier(ctx, hook);
    notifier.push(told.id);
    secrets.push(secret ?? "");
  }
  const tokens = [
    await api.tokenFor(owner),
    await api.tokenFor(owner),
    await api.tokenFor(owner),
    await api.tokenFor(owner, { scope: "read" }),
    await api.tokenFor(owner, { scope: "look" }),
    await api.tokenFor(await makeUser({ isAdmin: true }), { scope: "admin" }),
  ];
  secrets.push(...tokens.flatMap(({ token, jwt }) => [token, jwt]));
  const people = await Promise.all(Array.from({ length: 5 }, () => makeUser()));
  const words: Words = {
    "": [
      ...app,
      ...addon,
      ...operation,
      ...variable,
      "redis",
      "web",
      "true",
      "1",
      "1g",
      "read",
      "A",
      owner.id,
    ],
    app,
    addon: [...addon, "redis"],
    database: addon,
    operation,
    restoration: operation,
    backup,
    storage: backup,
    notifier,
    webhook_url: [HOOK, "http://127.0.0.1/", "https://hooks.example.org/…"],
    selected_event_ids: EVENT_KINDS,
    emails: people.map(({ email }) => email),
    user_ids: [owner.id],
    user: USERS,
    key_patterns: ["cache:*", "*"],
    variable: [...variable, "SECRET", "LEVEL"],
    collaborator: people.map(({ id }) => id),
    person: people.map(({ id }) => id),
    heir: people.map(({ email }) => email),
    provider: ["redis"],
    id: Array.from({ length: 5 }, () => crypto.randomUUID()),
    name: ["LEVEL", "A", ...Array.from({ length: 100 }, (_, index) => `fuzz-${index}`)],
    email: people.map(({ email }) => email),
    content: Array.from({ length: 50 }, makeSshKey),
    plan_id: ["free", "256m", "512m", "1g"],
    scope: ["web", "web-1", "read", "write"],
    days: ["30", "90"],
    line: ["GET k", "SET k v", "FLUSHALL", "BLPOP l 0", "PING", "'", "AUTH fuzz-secret-value"],
    pattern: ["*", "user:*", "k"],
    key: ["aw==", "/w==", "a2V5"],
    value: ["aw==", "/w=="],
    expected: ["aw=="],
    field: ["Zg=="],
    member: ["bQ=="],
    to: ["bg=="],
    score: ["1", "-2.5"],
    cursor: ["0", "17"],
    client: ["7", "8"],
    address: ["10.0.0.9:1"],
    type: ["string", "hash"],
    db: ["0", "5"],
    feature: FEATURE_NAMES,
  };
  return { words, secrets, jwts: [...tokens.map(({ jwt }) => jwt), null, "a.b.c"] };
}

const routes = Object.values<ApiRoute>(ROUTES);

/** A request of some route: its path and query filled in, its body of the right form or not. */
function makeRequest(fuzz: Fuzz, jwts: (string | null)[]) {
  const route = fuzz.pick(routes);
  const path = route.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(
      fuzz.chance(0.05) ? fuzz.pick(["\0", "..", "ü", "x".repeat(300), "-"]) : fuzz.word(name),
    ),
  );
  const query = fuzz.value(route.query);
  const search = new URLSearchParams(
    query && typeof query === "object"
      ? Object.entries(query).map(([name, value]) => [
          name,
          typeof value === "string" ? value : (JSON.stringify(value) ?? ""),
        ])
      : [],
  );
  const body = fuzz.chance(0.03)
    ? fuzz.pick(["{", "[", "null", "1", '"text"', "\u0000"])
    : fuzz.value(route.body);
  const sent: Sent = {
    token: fuzz.pick(jwts) ?? undefined,
    body,
    ...(fuzz.chance(0.1) && { headers: { "idempotency-key": fuzz.word("").slice(0, 80) } }),
  };
  return { method: route.method, url: `${path}?${search}`, sent };
}

const hangs = (what: string): Promise<never> =>
  new Promise((_resolve, reject) => setTimeout(() => reject(new Error(`hangs: ${what}`)), HANGS_MS).unref());

test(`${REQUESTS} requests made from the routes' own schemas: none fails, hangs or tells a secret`, {
  timeout: 480_000,
}, async () => {
  const logged = (["info", "warn", "error"] as const).map((level) => vi.spyOn(log, level));
  const things = await makeThings();
  const fuzz = makeFuzz(SEED, things.words);
  const statuses = new Map<number, number>();
  let left = REQUESTS;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { method, url, sent } = makeRequest(fuzz, things.jwts);
      const what = `${method} ${url.slice(0, 300)} ${JSON.stringify(sent.body)?.slice(0, 300)}`;
      const answer = await Promise.race([api.call(method, url, sent), hangs(what)]);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expect(answer.status, what).toBeLessThan(500);
      if (answer.status >= 400)
        expect(answer.body, what).toMatchObject({ error: expect.any(String), code: expect.any(String) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));

  // Requests that only bounce off would show nothing.
  for (const status of [200, 201, 401, 403, 404, 409, 422])
    expect(statuses.get(status) ?? 0, `${status}`).toBeGreaterThan(50);
  const said = JSON.stringify(logged.map((spy) => spy.mock.calls));
  for (const secret of things.secrets) expect(said).not.toContain(secret);
});
