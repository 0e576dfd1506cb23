import { afterEach, expect, test } from "vitest";
import { withCli } from "@/tests/cli";
import { AT } from "@/tests/cli-answers";
import { listApiEventTypes } from "../lib/contract/api/event-types";
import { toApiNotifier } from "../lib/contract/api/notifier-objects";

const { berth, answer, asked } = withCli();

afterEach(() => answer({}));

const ID = "0f1ab3e1-e97d-4f33-9168-4956379731a4";
const PATH = "/v1/apps/my-app/notifiers";
const APP = ["--app", "my-app"];
const notifier = toApiNotifier({
  id: ID,
  appId: "6f1b0c64-2b7c-4a52-9c9b-0d9f4c0e0a01",
  name: "On call",
  platform: "webhook",
  isActive: true,
  isAll: false,
  kinds: ["alert_fired", "alert_recovered"],
  emails: [],
  people: [],
  url: "https://hooks.example.org/…",
  createdAt: AT,
  updatedAt: AT,
  last: null,
});
const types = { "GET /v1/event_types": { body: { event_types: listApiEventTypes() } } };

test("notifiers lists who is told of what, and notifiers-details one of them", async () => {
  answer({
    [`GET ${PATH}`]: { body: { notifiers: [notifier] } },
    [`GET ${PATH}/${ID}`]: { body: { notifier } },
  });
  const { out } = await berth([...APP, "notifiers"]);
  expect(out).toContain(`| ${ID} | webhook | On call | true    | false           | alert_fired, ... |`);
  const details = (await berth([...APP, "notifiers-details", ID])).out;
  expect(details).toMatch(/\| Webhook Url +\| https:\/\/hooks\.example\.org\/… +\|/);
  expect(details).toMatch(/\| Selected events \| alert_fired +\|\n\| +\| alert_recovered +\|/);
  expect(details).toMatch(/\| Last delivery +\| none yet +\|/);
});

test("notifiers-add sends what the vendor's words say, and shows the secret once", async () => {
  const made = { ...notifier, type_data: { ...notifier.type_data, signing_secret: "whsec-1" } };
  answer({ ...types, [`POST ${PATH}`]: { status: 201, body: { notifier: made } } });
  const words = [
    "--platform",
    "webhook",
    "--name",
    "On call",
    "--webhook-url",
    "https://hooks.example.org/x",
  ];
  const { out, err } = await berth([
    ...APP,
    "notifiers-add",
    ...words,
    "--event",
    "alert_fired",
    "--event",
    "alert_recovered",
  ]);
  expect(asked.at(-1)?.body).toEqual({
    notifier: {
      platform_id: "webhook",
      name: "On call",
      selected_event_ids: ["alert_fired", "alert_recovered"],
      type_data: { webhook_url: "https://hooks.example.org/x" },
    },
  });
  expect(out).toContain("| whsec-1 ");
  expect(out).toContain("-----> Notifier has been created.");
  expect(err).toContain("this once");
});

test("an event that there is not is told before anything is sent", async () => {
  answer(types);
  const words = [...APP, "notifiers-add", "--platform", "email", "--event", "deployment"];
  expect(await berth(words)).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining("There is no event 'deployment'."),
  });
  expect(await berth([...APP, "notifiers-add", "--platform", "pigeon"])).toMatchObject({
    err: expect.stringContaining("email, slack, webhook"),
  });
});

test("notifiers-update changes what is given and nothing else", async () => {
  answer({ [`PATCH ${PATH}/${ID}`]: { body: { notifier: { ...notifier, active: false } } } });
  const { out } = await berth([...APP, "notifiers-update", "--disable", ID]);
  expect(asked.at(-1)?.body).toEqual({ notifier: { active: false } });
  expect(out).toContain("-----> Notifier updated");
});

test("notifiers-test says what became of the message", async () => {
  const delivery = {
    id: ID,
    title: "Test",
    text: "x",
    app_name: "my-app",
    state: "delivered",
    tries: 1,
    reason: null,
    created_at: AT,
    tried_at: AT,
    next_try_at: null,
  };
  answer({ [`POST ${PATH}/${ID}/test`]: { body: { delivery } } });
  expect((await berth([...APP, "notifiers-test", ID])).out).toBe("-----> The message has been delivered.\n");
  const failed = { ...delivery, state: "given_up", reason: "hooks.example.org answered 500." };
  answer({ [`POST ${PATH}/${ID}/test`]: { body: { delivery: failed } } });
  expect(await berth([...APP, "notifiers-test", ID])).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining("hooks.example.org answered 500."),
  });
});

test("notifiers-remove asks for the ID", async () => {
  answer({ [`GET ${PATH}/${ID}`]: { body: { notifier } }, [`DELETE ${PATH}/${ID}`]: { status: 204 } });
  expect(await berth([...APP, "notifiers-remove", ID, "--confirm", "x"])).toMatchObject({ exitCode: 1 });
  expect((await berth([...APP, "notifiers-remove", ID, "--confirm", ID])).out).toBe(
    `-----> Notifier ${ID} has been destroyed\n`,
  );
});
