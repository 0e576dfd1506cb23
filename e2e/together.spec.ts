import { randomUUID } from "node:crypto";
import { expect, type Request } from "@playwright/test";
import { z } from "zod";
import { AddonView } from "../lib/contract/addons";
import { HealthView } from "../lib/contract/databases";
import { addonRow, addRedis, appName, choosePlan, createApp, seeRunning } from "./journeys";
import { PEOPLE } from "./state";
import { test } from "./test";

const Addons = z.object({ addons: z.array(AddonView) });
const isAction = (request: Request): boolean =>
  request.method() === "POST" && "next-action" in request.headers();

test("ten databases asked for at once all run", async ({ login }) => {
  const page = await login("olga");
  const app = appName("ten");
  await createApp(page, { name: app });
  const confirm = await choosePlan(page, app, "free");
  const sent = page.waitForRequest(isAction);
  await confirm.click();
  const request = await sent;
  const form = request.postData() ?? "";
  const key = /name="_1_requestKey"\s+([0-9a-f-]{36})/.exec(form)?.[1] ?? "";
  const headers = await request.allHeaders();
  const nine = Array.from({ length: 9 }, () =>
    page.request.post(request.url(), {
      headers: { "next-action": headers["next-action"] ?? "", "content-type": headers["content-type"] ?? "" },
      data: Buffer.from(form.replaceAll(key, randomUUID())),
    }),
  );
  for (const response of await Promise.all(nine)) expect(await response.text()).toContain('"ok":true');

  const listAddons = async () =>
    Addons.parse(await (await page.request.get(`/api/ui/apps/${app}/addons`)).json()).addons;
  await expect
    .poll(async () => (await listAddons()).map(({ status }) => status), { timeout: 180_000 })
    .toEqual(Array.from({ length: 10 }, () => "running"));
  const resourceIds = (await listAddons()).map(({ resourceId }) => resourceId);
  expect(new Set(resourceIds).size).toBe(10);
  for (const resourceId of resourceIds) {
    const health = await page.request.get(`/api/ui/databases/${resourceId}/health`);
    expect(HealthView.parse(await health.json()).state).toBe("healthy");
  }
  await page.goto(`/apps/${app}/environment`);
  for (const resourceId of resourceIds)
    await expect(page.getByRole("link", { name: resourceId }).first()).toBeVisible();
});

test("two people add to one app at the same moment, and both get a database", async ({ login }) => {
  const [olga, carl] = await Promise.all([login("olga"), login("carl")]);
  const app = appName("shared");
  await createApp(olga, { name: app });
  await olga.getByRole("link", { name: "Settings" }).click();
  await olga.getByLabel("Add a person by email").fill(PEOPLE.carl.email);
  await olga.getByRole("button", { name: "Add", exact: true }).click();
  await expect(olga.getByRole("row", { name: PEOPLE.carl.name })).toBeVisible();

  const confirms = await Promise.all([choosePlan(olga, app, "free"), choosePlan(carl, app, "free")]);
  await Promise.all(confirms.map((confirm) => confirm.click()));
  const [first, second] = await Promise.all([seeRunning(olga), seeRunning(carl)]);
  expect(first).not.toBe(second);
  for (const page of [olga, carl])
    for (const resourceId of [first, second])
      await expect(addonRow(page, resourceId)).toContainText("Running");
});

test("the same form sent twice makes one addon", async ({ login }) => {
  const page = await login("olga");
  const app = appName("twice");
  await createApp(page, { name: app });
  const confirm = await choosePlan(page, app, "free");
  const sent = page.waitForRequest(isAction);
  await confirm.dblclick();
  const request = await sent;
  const headers = await request.allHeaders();
  const again = () =>
    page.request.post(request.url(), {
      headers: { "next-action": headers["next-action"] ?? "", "content-type": headers["content-type"] ?? "" },
      data: request.postDataBuffer() ?? "",
    });
  const answers = await Promise.all([again(), again()]);
  const resourceId = await seeRunning(page);
  for (const answer of answers) expect(await answer.text()).toContain(`"resourceId":"${resourceId}"`);
  await page.reload();
  await expect(page.getByRole("row")).toHaveCount(2);

  const second = await addRedis(page, app);
  expect(second, "a form opened anew makes another").not.toBe(resourceId);
});
