import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { faultsOf } from "./rights";

const ROOM = "lib/services";
/** The checks themselves, and the one transaction that they stand before. */
const CHECKS = join(ROOM, "access.ts");

test("the first lines of a service ask whether the caller may, and for the right to the app", () => {
  const files = readdirSync(ROOM, { recursive: true, encoding: "utf8" })
    .map((path) => join(ROOM, path))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && path !== CHECKS);
  const faults = files.flatMap((path) =>
    faultsOf(path, readFileSync(path, "utf8")).map((fault) => `${path}: ${fault}`),
  );
  expect(faults).toEqual([]);
});

const READ = `import { findApp } from "../../db/apps";`;
const WRITE = `import { deleteSshKey } from "../../db/ssh-keys";`;
const LATE = "the right to the app or database is asked for too late";
const FIRST = "its first line has to ask";

test.each([
  [READ, `const app = await requireApp(ctx, input.app); return findApp(app);`, null],
  [READ, `const { app: name } = input; const app = await requireApp(ctx, name);`, null],
  [READ, `requireScope(ctx, "read"); return findApp(ctx.actor, "a");`, null],
  [READ, `return findApp(ctx.actor, "a");`, FIRST],
  [READ, `if (input) requireScope(ctx, "read"); return findApp(ctx.actor, "a");`, FIRST],
  [READ, `const row = await findApp(ctx.actor, "a"); requireScope(ctx, "read");`, FIRST],
  [READ, `requireScope(ctx, "read"); const row = await read(); await requireApp(ctx, row.app);`, LATE],
  [WRITE, `requireAccount(ctx, "write"); await deleteSshKey(input);`, null],
  [WRITE, `const id = requireSession(ctx); await deleteSshKey(id);`, null],
  [WRITE, `requireScope(ctx, "write"); const { app } = await requireAddon(ctx, input);`, null],
  [WRITE, `requireScope(ctx, "read"); await deleteSshKey(input);`, FIRST],
  [WRITE, `const app = await requireApp(ctx, input.app); requireScope(ctx, "write");`, FIRST],
  [`import { startOperation } from "../operations/start-operation";`, `await requireApp(ctx, "a");`, FIRST],
])("%s %s", (imports, body, fault) => {
  const text = `${imports}\nexport async function verb(ctx: Context, input: Input) { ${body} }`;
  expect(faultsOf("lib/services/apps/verb.ts", text)).toEqual(fault ? [expect.stringContaining(fault)] : []);
});

test.each([
  "export const verb = (ctx: Context) => findApp(ctx.actor);",
  "export function verb(ctx: Context) {}",
])("%s asks nobody", (text) => {
  expect(faultsOf("lib/services/apps/verb.ts", text)).toEqual([expect.stringContaining(FIRST)]);
});
