import { beforeEach, expect, test } from "vitest";
import { makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryMessenger } from "../../adapters/messages/memory";
import { AddNotifierInput } from "../../contract/notifiers";
import { prisma } from "../../db/client";
import { listEvents } from "../apps/list-events";
import { addCollaborator } from "../collaborators/add-collaborator";
import { removeCollaborator } from "../collaborators/remove-collaborator";
import type { Context } from "../context";
import { addNotifier } from "./add-notifier";
import { changeNotifier } from "./change-notifier";
import { getNotifier } from "./get-notifier";
import { listDeliveries } from "./list-deliveries";
import { listNotifiers } from "./list-notifiers";
import { removeNotifier } from "./remove-notifier";
import { testNotifier } from "./test-notifier";

withDatabase();
beforeEach(() => prisma().notifier.deleteMany());

const HOOK = "https://hooks.example.org/services/secret";
const hook = { platform: "webhook", name: "On call", url: HOOK, kinds: ["alert_fired"] };

const add = (ctx: Context, app: string | null, changes: object = {}) =>
  addNotifier(ctx, AddNotifierInput.parse({ ...hook, app, ...changes }));

test("a webhook is added with a secret that is told once; its address is shown by where it leads, and stored encrypted", async () => {
  const { ctx, app } = await makeApp();
  const { notifier, secret } = await add(ctx, app.name);
  expect(secret).toMatch(/^whsec-[0-9a-f]{64}$/);
  expect(notifier).toMatchObject({ platform: "webhook", url: "https://hooks.example.org/…", last: null });
  const listed = await listNotifiers(ctx, { app: app.name });
  expect(listed).toEqual([notifier]);
  const rows = JSON.stringify(await prisma().notifier.findMany());
  for (const hidden of [HOOK, secret ?? ""]) {
    expect(rows).not.toContain(hidden);
    expect(JSON.stringify(listed)).not.toContain(hidden);
  }
  const { events } = await listEvents(ctx, { app: app.name, page: 1, perPage: 10 });
  expect(events[0]).toMatchObject({ type: "new_notifier", data: { name: "On call" } });
});

test("a change leaves what is not given, and the address that is shown as it is", async () => {
  const { ctx, app } = await makeApp();
  const { notifier } = await add(ctx, app.name);
  const key = { app: app.name, notifierId: notifier.id };
  const before = await prisma().notifier.findFirst();
  await changeNotifier(ctx, { ...key, name: "Night shift", url: notifier.url ?? "", isAll: true });
  const after = await prisma().notifier.findFirst();
  expect(after).toMatchObject({ name: "Night shift", isAll: true, kinds: ["alert_fired"], isActive: true });
  expect(after?.urlEncrypted).toBe(before?.urlEncrypted);
  const changed = await changeNotifier(ctx, { ...key, url: "https://other.example.org/" });
  expect(changed.url).toBe("https://other.example.org/");
  await removeNotifier(ctx, key);
  await expect(getNotifier(ctx, key)).rejects.toMatchObject({ code: "not_found" });
});

test.each([
  ["the loopback", { url: "http://127.0.0.1:9/" }, "address_refused"],
  ["a private network", { url: "http://10.0.0.1/" }, "address_refused"],
  ["no address", { url: "" }, "no_address"],
  ["mail to nobody", { platform: "email" }, "no_recipient"],
  ["mail to a person without access", { platform: "email", userIds: ["somebody"] }, "no_access"],
])("%s is refused with its reason", async (_what, changes, reason) => {
  const { ctx, app } = await makeApp();
  await expect(add(ctx, app.name, changes)).rejects.toMatchObject({ code: "invalid", reason });
  expect(await prisma().notifier.count()).toBe(0);
});

test("mail is refused while there is no mail server, and the 21st notifier always", async () => {
  const { owner, ctx, app } = await makeApp();
  const mute = makeContext(owner, { messenger: memoryMessenger({ hasMail: false }) });
  const mail = { platform: "email", emails: "ada@example.org, bob@example.org" };
  await expect(add(mute, app.name, mail)).rejects.toMatchObject({
    code: "conflict",
    reason: "no_mail_server",
  });
  const { notifier } = await add(ctx, app.name, mail);
  expect(notifier).toMatchObject({ emails: ["ada@example.org", "bob@example.org"], url: null });
  for (let count = 1; count < 20; count++) await add(ctx, app.name);
  await expect(add(ctx, app.name)).rejects.toMatchObject({ code: "conflict", reason: "too_many_notifiers" });
});

test("people of the app get mail for as long as they have access to it", async () => {
  const messenger = memoryMessenger();
  const { owner, app } = await makeApp();
  const ctx = makeContext(owner, { messenger });
  const helper = await makeUser();
  const email = helper.email;
  await addCollaborator(ctx, { app: app.name, email });
  const people = { platform: "email", userIds: [owner.id, helper.id], emails: [owner.email] };
  const { notifier } = await add(ctx, app.name, people);
  const key = { app: app.name, notifierId: notifier.id };
  expect((await testNotifier(ctx, key)).state).toBe("delivered");
  await removeCollaborator(ctx, { app: app.name, email });
  await testNotifier(ctx, key);
  const sentTo = messenger.taken.map(({ receiver }) => receiver.platform === "email" && receiver.emails);
  expect(sentTo).toEqual([expect.arrayContaining([owner.email, email]), [owner.email]]);
  expect((await changeNotifier(ctx, { ...key, name: "Still there" })).people).toHaveLength(1);
});

test("a test says what became of it, is listed, and is not sent without end", async () => {
  const { owner, app } = await makeApp();
  const messenger = memoryMessenger({ decide: () => "hooks.example.org answered 500." });
  const ctx = makeContext(owner, { messenger });
  const { notifier } = await add(ctx, app.name);
  const key = { app: app.name, notifierId: notifier.id };
  const failed = { state: "given_up", title: "Test", reason: "hooks.example.org answered 500." };
  expect(await testNotifier(ctx, key)).toMatchObject(failed);
  expect(await listDeliveries(ctx, key)).toMatchObject([failed]);
  expect((await getNotifier(ctx, key)).last).toMatchObject(failed);
  for (let count = 1; count < 5; count++) await testNotifier(ctx, key);
  await expect(testNotifier(ctx, key)).rejects.toMatchObject({ code: "limit_exceeded" });
});

test("of another app, of the platform and with a token that reads nobody changes notifiers", async () => {
  const { owner, ctx, app } = await makeApp();
  const admin = makeContext(await makeUser({ isAdmin: true }));
  const stranger = await makeApp();
  const { notifier } = await add(ctx, app.name);
  const ofPlatform = (await add(admin, null)).notifier;
  const key = { app: app.name, notifierId: notifier.id };
  const verbs = [
    (one: Context, of: typeof key) => getNotifier(one, of),
    (one: Context, of: typeof key) => changeNotifier(one, { ...of, name: "x" }),
    (one: Context, of: typeof key) => removeNotifier(one, of),
    (one: Context, of: typeof key) => testNotifier(one, of),
    (one: Context, of: typeof key) => listDeliveries(one, of),
  ];
  const reader = makeContext(owner, { actor: { scope: "read" } });
  for (const verb of verbs) {
    await expect(verb(stranger.ctx, key)).rejects.toMatchObject({ code: "not_found" });
    await expect(verb(stranger.ctx, { ...key, app: stranger.app.name })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(verb(ctx, { ...key, notifierId: ofPlatform.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(verb(ctx, { app: "", notifierId: ofPlatform.id })).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  for (const verb of verbs.slice(1, 4))
    await expect(verb(reader, key)).rejects.toMatchObject({ code: "forbidden" });
  expect(await getNotifier(reader, key)).toMatchObject({ id: notifier.id });
  expect(await listNotifiers(admin, {})).toMatchObject([{ appId: null, id: ofPlatform.id }]);
});
