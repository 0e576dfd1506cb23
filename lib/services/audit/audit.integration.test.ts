import { expect, test } from "vitest";
import { makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { AuditFilter, ListAuditInput } from "../../contract/audit";
import { auditKeptSince } from "../../core/audit/retention";
import { setAppDeleted } from "../../db/apps";
import { deleteAuditBefore } from "../../db/audit";
import { prisma, transaction } from "../../db/client";
import { insertEvent, noteEvent } from "../../db/events";
import { insertOperation } from "../../db/operations";
import { addCollaborator } from "../collaborators/add-collaborator";
import type { Context } from "../context";
import { changePerson } from "../people/change-person";
import { setVariable } from "../variables/set-variable";
import { exportAudit } from "./export-audit";
import { listAudit } from "./list-audit";

withDatabase();

const asAdmin = async (): Promise<Context> => ({
  ...makeContext(await makeUser({ isAdmin: true })),
  address: "203.0.113.9",
});
const list = (ctx: Context, input: object = {}) => listAudit(ctx, ListAuditInput.parse(input));

test("who did what on what from where is told, of a deleted app too, and of accounts", async () => {
  const admin = await asAdmin();
  const { ctx, app, owner } = await makeApp();
  await setVariable({ ...ctx, address: "2001:db8::1" }, { app: app.name, name: "A", value: "secret value" });
  await transaction((tx) => setAppDeleted(tx, app.id));
  await changePerson(admin, { id: owner.id, change: "disable" });
  const { entries } = await list(admin, { person: owner.email });
  expect(entries).toMatchObject([
    {
      kind: "account/disable",
      who: admin.actor.email,
      what: `disabled the account ${owner.email}.`,
      on: owner.email,
      app: null,
      address: "203.0.113.9",
      outcome: "done",
    },
    {
      kind: "new_variable",
      who: owner.email,
      what: "added the variable A.",
      on: app.name,
      app: app.name,
      isAppDeleted: true,
      address: "2001:db8::1",
      outcome: "done",
    },
  ]);
  expect(JSON.stringify(entries)).not.toContain("secret value");
});

test("it is narrowed by app, kind, day and who, and what Berth did by itself is left out unless asked for", async () => {
  const admin = await asAdmin();
  const { ctx, app } = await makeApp();
  const other = await makeApp();
  await setVariable(ctx, { app: app.name, name: "A", value: "1" });
  await setVariable(other.ctx, { app: other.app.name, name: "B", value: "1" });
  await noteEvent({ appId: app.id, actorId: null }, { type: "link_restored", data: { service: "theirs" } });
  const kinds = async (input: object) => (await list(admin, input)).entries.map(({ kind }) => kind);
  const own = { app: app.name };
  expect(await kinds(own)).toEqual(["new_variable"]);
  expect(await kinds({ ...own, all: "on" })).toEqual(["link_restored", "new_variable"]);
  expect(await kinds({ ...own, all: "on", kind: "link_restored" })).toEqual(["link_restored"]);
  expect(await kinds({ ...own, kind: "account/disable" })).toEqual([]);
  await prisma().event.updateMany({
    where: { appId: app.id, type: "new_variable" },
    data: { createdAt: new Date("2026-01-31T23:59:59.999Z") },
  });
  expect(await kinds({ ...own, from: "2026-01-31", to: "2026-01-31" })).toEqual(["new_variable"]);
  expect(await kinds({ ...own, from: "2026-02-01", to: "2026-02-02" })).toEqual([]);
  expect(await kinds({ ...own, to: "2026-01-30" })).toEqual([]);
});

test("how it ended is that of the operation that it began", async () => {
  const admin = await asAdmin();
  const { app, owner } = await makeApp();
  const id = crypto.randomUUID();
  await transaction(async (tx) => {
    await insertOperation(tx, { id, kind: "restart", appId: app.id, databaseId: null, actorId: owner.id });
    await insertEvent(
      tx,
      { appId: app.id, operationId: id, actorId: owner.id },
      { type: "restart", data: {} },
    );
  });
  const ended = async () => (await list(admin, { app: app.name })).entries[0];
  expect(await ended()).toMatchObject({ outcome: "running", operationId: id });
  await prisma().operation.update({
    where: { id },
    data: {
      status: "failed",
      errorReason: "no_image",
      errorMessage: "The image is gone.",
      finishedAt: new Date(),
    },
  });
  expect(await ended()).toMatchObject({ outcome: "failed", reason: "The image is gone." });
});

test("pages follow each other without a gap, also where things happened at the same moment", async () => {
  const admin = await asAdmin();
  const { app, owner } = await makeApp();
  const createdAt = new Date();
  const names = Array.from({ length: 7 }, (_, index) => `V${index}`);
  await prisma().event.createMany({
    data: names.map((name) => ({
      appId: app.id,
      actorId: owner.id,
      type: "new_variable",
      data: { name },
      createdAt,
    })),
  });
  const seen: string[] = [];
  let before: string | null = "";
  while (before !== null) {
    const page: Awaited<ReturnType<typeof list>> = await list(admin, { app: app.name, limit: 3, before });
    seen.push(...page.entries.map(({ what }) => what));
    before = page.next;
  }
  expect(seen.toSorted()).toEqual(names.map((name) => `added the variable ${name}.`));
});

test("the export has every line, and no cell that a spreadsheet would run", async () => {
  const admin = await asAdmin();
  const { ctx, app } = await makeApp();
  const helper = await makeUser({ email: "=cmd@example.org" });
  await addCollaborator(ctx, { app: app.name, email: helper.email });
  await setVariable({ ...makeContext(helper), address: "::1" }, { app: app.name, name: "A", value: "1" });
  let text = "";
  for await (const part of await exportAudit(admin, AuditFilter.parse({ app: app.name }))) text += part;
  const lines = text.split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe('"at","who","kind","what","on","app","address","outcome","reason"');
  expect(lines[1]).toContain(`"'=cmd@example.org","new_variable","added the variable A.","${app.name}"`);
});

test("what is older than 400 days goes, of apps and accounts", async () => {
  const admin = await asAdmin();
  const { ctx, app, owner } = await makeApp();
  await setVariable(ctx, { app: app.name, name: "A", value: "1" });
  await setVariable(ctx, { app: app.name, name: "B", value: "1" });
  await changePerson(admin, { id: owner.id, change: "end-sessions" });
  const limit = auditKeptSince(new Date());
  const old = { createdAt: new Date(limit.getTime() - 60_000) };
  const [event] = await prisma().event.findMany({ where: { appId: app.id }, orderBy: { createdAt: "asc" } });
  await prisma().event.update({ where: { id: event?.id ?? "" }, data: old });
  await prisma().personEvent.updateMany({ where: { email: owner.email }, data: old });
  expect(await deleteAuditBefore(limit, 1_000)).toBe(2);
  expect((await list(admin, { person: owner.email })).entries).toMatchObject([
    { what: "added the variable B." },
  ]);
});

test("it is for administrators alone", async () => {
  const ctx = makeContext(await makeUser());
  await expect(list(ctx)).rejects.toMatchObject({ code: "forbidden", reason: "administrators_only" });
  await expect(exportAudit(ctx, AuditFilter.parse({}))).rejects.toMatchObject({ code: "forbidden" });
});
