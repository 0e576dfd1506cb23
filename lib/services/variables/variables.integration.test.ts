import { describe, expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser, plainCipher } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { ImportVariablesInput, SetVariableInput } from "../../contract/variables";
import { formatDotenv } from "../../core/variables/dotenv-format";
import { type AppRow, loadApp } from "../../db/apps";
import { transaction } from "../../db/client";
import { listVariables as listRows, upsertVariable } from "../../db/variables";
import { listEvents } from "../apps/list-events";
import type { Context } from "../context";
import { importVariables } from "./import-variables";
import { listVariables } from "./list-variables";
import { revealVariable } from "./reveal-variable";
import { revealVariables } from "./reveal-variables";
import { setVariable } from "./set-variable";
import { setVariables } from "./set-variables";
import { unsetVariable } from "./unset-variable";

withDatabase();

const LOCKED = { code: "forbidden", reason: "locked_by_addon" };
const valuesOf = async ({ id }: AppRow) =>
  Object.fromEntries(
    (await listRows(id)).map(({ name, valueEncrypted }) => [name, plainCipher.decrypt(valueEncrypted)]),
  );
const eventsOf = async (ctx: Context, app: AppRow) =>
  (await listEvents(ctx, { app: app.name, page: 1 })).events.map(({ type, data }) => ({ type, data }));

async function makeAppWithAddon() {
  const made = await makeApp();
  const addon = await makeAddon(made.ctx, made.app);
  const own = { appId: made.app.id, addonId: addon.id };
  const url = {
    name: "SCALINGO_REDIS_URL",
    valueEncrypted: plainCipher.encrypt("redis://secret"),
    aliasOf: null,
  };
  const alias = { name: "REDIS_URL", valueEncrypted: "", aliasOf: url.name };
  await transaction(async (tx) => {
    await upsertVariable(tx, { ...own, ...url });
    await upsertVariable(tx, { ...own, ...alias });
  });
  return { ...made, addon };
}

describe("set-variable", () => {
  test("a variable is added, then changed; each is a new revision and an event without the value", async () => {
    const { ctx, app } = await makeApp();
    const set = (value: string) => setVariable(ctx, { app: app.name, name: "TOKEN", value });
    expect(await set("first-secret")).toMatchObject({ name: "TOKEN", resourceId: null, aliasOf: null });
    await set("second-secret");
    expect(await valuesOf(app)).toEqual({ TOKEN: "second-secret" });
    expect((await loadApp(app.id)).revision).toBe(2);
    const events = await eventsOf(ctx, app);
    expect(events).toEqual([
      { type: "edit_variable", data: { name: "TOKEN" } },
      { type: "new_variable", data: { name: "TOKEN" } },
    ]);
    expect(JSON.stringify(events)).not.toContain("secret");
  });

  test("the same value again changes nothing", async () => {
    const { ctx, app } = await makeApp();
    await setVariable(ctx, { app: app.name, name: "A", value: "1" });
    await setVariable(ctx, { app: app.name, name: "A", value: "1" });
    expect((await loadApp(app.id)).revision).toBe(1);
    expect(await eventsOf(ctx, app)).toHaveLength(1);
  });

  test("names that differ by case are two variables", async () => {
    const { ctx, app } = await makeApp();
    await setVariable(ctx, { app: app.name, name: "Mode", value: "1" });
    await setVariable(ctx, { app: app.name, name: "MODE", value: "2" });
    expect(await valuesOf(app)).toEqual({ Mode: "1", MODE: "2" });
  });

  test("ten people setting variables of one app at once all succeed", async () => {
    const { ctx, app } = await makeApp();
    await Promise.all(
      Array.from({ length: 10 }, (_, number) =>
        setVariable(ctx, { app: app.name, name: `N${number % 5}`, value: String(number) }),
      ),
    );
    expect(Object.keys(await valuesOf(app))).toHaveLength(5);
    expect((await loadApp(app.id)).revision).toBe(10);
  });

  test.each([
    ["a leading underscore", { name: "_A", value: "" }],
    ["a hyphen", { name: "A-B", value: "" }],
    ["65 characters", { name: "A".repeat(65), value: "" }],
    ["a value of 32,769 characters", { name: "A", value: "x".repeat(32_769) }],
    ["a value with a NUL", { name: "A", value: "a\0b" }],
  ])("%s is refused", (_name, input) => {
    expect(SetVariableInput.safeParse({ app: "my-app", ...input }).success).toBe(false);
  });

  test("names and values up to the limit are taken", () => {
    const input = { app: "my-app", name: "9".repeat(64), value: "x".repeat(32_768) };
    expect(SetVariableInput.safeParse(input).success).toBe(true);
  });
});

test("a variable is taken away once; then there is none", async () => {
  const { ctx, app } = await makeApp();
  await setVariable(ctx, { app: app.name, name: "A", value: "1" });
  await unsetVariable(ctx, { app: app.name, name: "A" });
  expect(await listVariables(ctx, { app: app.name })).toEqual([]);
  expect((await loadApp(app.id)).revision).toBe(2);
  await expect(unsetVariable(ctx, { app: app.name, name: "A" })).rejects.toMatchObject({
    code: "not_found",
    reason: "variable",
  });
  expect((await loadApp(app.id)).revision).toBe(2);
});

describe("an addon's variables", () => {
  test("are listed without their value, with the addon that locks them; an alias reveals what it stands for", async () => {
    const { ctx, app, addon } = await makeAppWithAddon();
    const listed = await listVariables(ctx, { app: app.name });
    expect(listed).toMatchObject([
      { name: "REDIS_URL", resourceId: addon.resourceId, aliasOf: "SCALINGO_REDIS_URL" },
      { name: "SCALINGO_REDIS_URL", resourceId: addon.resourceId, aliasOf: null },
    ]);
    expect(JSON.stringify(listed)).not.toContain("redis://");
    for (const name of ["REDIS_URL", "SCALINGO_REDIS_URL"])
      expect(await revealVariable(ctx, { app: app.name, name })).toEqual({ name, value: "redis://secret" });
  });

  test("cannot be set, taken away or imported over", async () => {
    const { ctx, app } = await makeAppWithAddon();
    const { revision } = await loadApp(app.id);
    for (const name of ["REDIS_URL", "SCALINGO_REDIS_URL"]) {
      await expect(setVariable(ctx, { app: app.name, name, value: "" })).rejects.toMatchObject(LOCKED);
      await expect(unsetVariable(ctx, { app: app.name, name })).rejects.toMatchObject(LOCKED);
      const text = `FREE=1\n${name}=x`;
      await expect(importVariables(ctx, { app: app.name, text })).rejects.toMatchObject(LOCKED);
    }
    expect((await loadApp(app.id)).revision).toBe(revision);
    expect((await listVariables(ctx, { app: app.name })).map(({ name }) => name)).not.toContain("FREE");
  });
});

describe("what was printed", () => {
  const printed = async (ctx: Context, app: AppRow, isResolved = false) =>
    (await revealVariables(ctx, { app: app.name, isResolved })).map(formatDotenv).join("\n");

  test.each([false, true])(
    "changes nothing when it is read into the same app, resolved: %s",
    async (isResolved) => {
      const { ctx, app } = await makeAppWithAddon();
      const nasty = '{"a":"b #c"}\n\'"\\ ';
      await setVariable(ctx, { app: app.name, name: "NASTY", value: nasty });
      const { revision } = await loadApp(app.id);
      const text = await printed(ctx, app, isResolved);
      expect(await importVariables(ctx, { app: app.name, text })).toEqual({ names: [] });
      const variables = await revealVariables(ctx, { app: app.name, isResolved });
      expect(await setVariables(ctx, { app: app.name, variables })).toHaveLength(3);
      for (const { name, value } of variables) await setVariable(ctx, { app: app.name, name, value });
      expect((await loadApp(app.id)).revision).toBe(revision);
    },
  );

  test("gives another app the same values, an alias as an alias", async () => {
    const { ctx, app, owner } = await makeAppWithAddon();
    const { app: other } = await makeApp({ owner });
    await importVariables(ctx, { app: other.name, text: await printed(ctx, app) });
    expect(await listVariables(ctx, { app: other.name })).toMatchObject([
      { name: "REDIS_URL", resourceId: null, aliasOf: "SCALINGO_REDIS_URL" },
      { name: "SCALINGO_REDIS_URL", resourceId: null, aliasOf: null },
    ]);
    expect(await printed(ctx, other)).toBe(await printed(ctx, app));
    expect(await printed(ctx, other, true)).toBe(await printed(ctx, app, true));
  });
});

describe("aliases of one's own", () => {
  const aliasesOf = async (ctx: Context, app: AppRow) =>
    Object.fromEntries(
      (await listVariables(ctx, { app: app.name })).map(({ name, aliasOf }) => [name, aliasOf]),
    );

  test("stand for a variable that is there, never for one that is not, for themselves or for an alias", async () => {
    const { ctx, app } = await makeApp();
    const text = "A=1\nB=$A\nC=$B\nD=$D\nE=$NONE\nF=$A/x";
    await importVariables(ctx, { app: app.name, text });
    expect(await aliasesOf(ctx, app)).toEqual({ A: null, B: "A", C: null, D: null, E: null, F: null });
    await setVariable(ctx, { app: app.name, name: "G", value: "$A" });
    await setVariable(ctx, { app: app.name, name: "A", value: "$E" });
    expect(await aliasesOf(ctx, app)).toMatchObject({ A: null, B: "A", G: "A" });
  });

  test("become plain when they get a value", async () => {
    const { ctx, app } = await makeApp();
    for (const set of [
      (value: string) => setVariable(ctx, { app: app.name, name: "B", value }),
      (value: string) => importVariables(ctx, { app: app.name, text: `B=${value}` }),
    ]) {
      await importVariables(ctx, { app: app.name, text: "A=1\nB=$A" });
      expect(await aliasesOf(ctx, app)).toEqual({ A: null, B: "A" });
      await set("2");
      expect(await aliasesOf(ctx, app)).toEqual({ A: null, B: null });
      expect(await revealVariable(ctx, { app: app.name, name: "B" })).toMatchObject({ value: "2" });
    }
  });
});

describe("import-variables", () => {
  test("a refusal names every locked variable that would change", async () => {
    const { ctx, app } = await makeAppWithAddon();
    const text = "FREE=1\nREDIS_URL=redis://other\nSCALINGO_REDIS_URL=redis://other";
    await expect(importVariables(ctx, { app: app.name, text })).rejects.toMatchObject({
      ...LOCKED,
      message: expect.stringContaining("REDIS_URL, SCALINGO_REDIS_URL"),
    });
  });

  test("what is new or different is set in one revision and one event", async () => {
    const { ctx, app } = await makeApp();
    await setVariable(ctx, { app: app.name, name: "SAME", value: "1" });
    await setVariable(ctx, { app: app.name, name: "OTHER", value: "1" });
    const text = `# mine\nSAME=1\nOTHER=2\nexport NEW="a\nb"\n`;
    expect(await importVariables(ctx, { app: app.name, text })).toEqual({ names: ["NEW", "OTHER"] });
    expect(await valuesOf(app)).toEqual({ NEW: "a\nb", OTHER: "2", SAME: "1" });
    expect((await loadApp(app.id)).revision).toBe(3);
    expect((await eventsOf(ctx, app))[0]).toEqual({
      type: "edit_variables",
      data: { names: ["NEW", "OTHER"], count: 2 },
    });
    expect(await importVariables(ctx, { app: app.name, text })).toEqual({ names: [] });
    expect((await loadApp(app.id)).revision).toBe(3);
  });

  test("every wrong line is told by its number and nothing is set", async () => {
    const { ctx, app } = await makeApp();
    const text = `GOOD=1\n_BAD=2\nnonsense-without-equals\nB="x`;
    const refused = importVariables(ctx, { app: app.name, text });
    await expect(refused).rejects.toMatchObject({ code: "invalid", reason: "not_dotenv" });
    await expect(importVariables(ctx, { app: app.name, text: "GOOD=1\n_BAD=2" })).rejects.toMatchObject({
      fields: { text: [expect.stringMatching(/^Line 2: A name has/)] },
    });
    await expect(importVariables(ctx, { app: app.name, text: "# nothing" })).rejects.toMatchObject({
      code: "invalid",
    });
    expect(await listVariables(ctx, { app: app.name })).toEqual([]);
  });

  test("a thousand variables are imported within seconds", async () => {
    const { ctx, app } = await makeApp();
    const text = Array.from({ length: 1_000 }, (_, number) => `N${number}=${number}`).join("\n");
    const { names } = await importVariables(ctx, ImportVariablesInput.parse({ app: app.name, text }));
    expect(names).toHaveLength(1_000);
    expect((await eventsOf(ctx, app))[0]).toEqual({ type: "edit_variables", data: { names, count: 1_000 } });
    expect(await revealVariable(ctx, { app: app.name, name: "N999" })).toMatchObject({ value: "999" });
    await expect(importVariables(ctx, { app: app.name, text: `${text}\nX=1` })).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

test.each([
  [
    "one by one",
    (ctx: Context, app: AppRow) =>
      setVariable(ctx, { app: app.name, name: "MORE", value: "x".repeat(32_768) }),
  ],
  [
    "by an import",
    (ctx: Context, app: AppRow) =>
      importVariables(ctx, { app: app.name, text: `MORE=${"x".repeat(32_768)}` }),
  ],
  [
    "many at once",
    (ctx: Context, app: AppRow) =>
      setVariables(ctx, { app: app.name, variables: [{ name: "MORE", value: "x".repeat(32_768) }] }),
  ],
])(
  "more than an engine takes is refused, %s, with the sum so far; nothing is set",
  async (_title, attempt) => {
    const { ctx, app } = await makeApp();
    const variables = Array.from({ length: 21 }, (_, at) => ({ name: `N${at}`, value: "x".repeat(32_768) }));
    await setVariables(ctx, { app: app.name, variables });
    const { revision } = await loadApp(app.id);
    await expect(attempt(ctx, app)).rejects.toMatchObject({
      code: "invalid",
      reason: "environment_too_large",
      message: expect.stringMatching(/at most 680 KiB.*now they have 672 KiB/),
    });
    expect((await loadApp(app.id)).revision).toBe(revision);
    await unsetVariable(ctx, { app: app.name, name: "N0" });
    await attempt(ctx, app);
  },
);

test("a stranger gets not_found from each of them", async () => {
  const { app } = await makeApp();
  const stranger = makeContext(await makeUser());
  const variable = { app: app.name, name: "A" };
  for (const attempt of [
    () => listVariables(stranger, { app: app.name }),
    () => revealVariable(stranger, variable),
    () => setVariable(stranger, { ...variable, value: "1" }),
    () => unsetVariable(stranger, variable),
    () => importVariables(stranger, { app: app.name, text: "A=1" }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "not_found", reason: "app" });
});
