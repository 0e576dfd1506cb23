import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, ownAddress, startHttpReceiver, startMailReceiver } from "@/tests/receivers";
import { testMessage } from "../../core/notifiers/messages";
import type { Receiver } from "../../core/notifiers/notifier";
import { describeMessenger } from "../../ports/messenger.contract";
import { networkMessenger } from "./messenger";

const FROM = "Berth <berth@example.org>";
const message = testMessage(
  { id: "d-1", at: "2026-01-08T21:00:00.000Z", appName: "shop" },
  { notifier: "On call", by: "ada@example.org" },
);

let outside: Awaited<ReturnType<typeof startHttpReceiver>>;
let inside: typeof outside;
let mail: Awaited<ReturnType<typeof startMailReceiver>>;
beforeAll(async () => {
  outside = await startHttpReceiver();
  inside = await startHttpReceiver("127.0.0.1");
  mail = await startMailReceiver();
});
afterAll(() => Promise.all([outside, inside, mail].map(({ close }) => close())));

const allowed = [`${ownAddress()}/32`];
const messenger = (changes: Partial<Parameters<typeof networkMessenger>[0]> = {}) =>
  networkMessenger({
    mail: { url: mail.url, from: FROM },
    allowedNetworks: allowed,
    baseUrl: "https://berth.example.org",
    ...changes,
  });
const slack = (url: string): Receiver => ({ platform: "slack", url });

describeMessenger("by SMTP and HTTP", async () => {
  const [http, smtp] = [await startHttpReceiver(), await startMailReceiver()];
  /** What the HTTP receiver answered well. */
  const taken: string[] = [];
  return {
    messenger: networkMessenger({
      mail: { url: smtp.url, from: FROM },
      allowedNetworks: allowed,
      baseUrl: "https://berth.example.org",
    }),
    receivers: [
      { platform: "email", emails: ["ada@example.org"] },
      { platform: "webhook", url: http.url, secret: "s" },
    ],
    arrived: () => [
      ...smtp.mails.map(({ text }) => /^X-Berth-Delivery: (.+)$/im.exec(text)?.[1] ?? ""),
      ...taken,
    ],
    refuse: (doesRefuse) => {
      smtp.refuse(doesRefuse);
      http.answerBy((response, { headers }) => {
        if (!doesRefuse) taken.push(String(headers["x-berth-delivery"]));
        response.writeHead(doesRefuse ? 500 : 204).end();
      });
    },
    absent: { platform: "slack", url: `http://${ownAddress()}:${await freePort()}/` },
    close: async () => {
      await Promise.all([http.close(), smtp.close()]);
    },
  };
});

test("a webhook is signed with its moment, so that its receiver can tell who sends it", async () => {
  await messenger().send({ platform: "webhook", url: `${outside.url}/hook`, secret: "whsec-1" }, message);
  const { headers, body, url } = outside.received.at(-1) ?? { headers: {}, body: "", url: "" };
  expect(url).toBe("/hook");
  expect(JSON.parse(body)).toMatchObject({ id: "d-1", app: "shop", kind: "test" });
  const sentAtS = Number(headers["x-berth-timestamp"]);
  expect(Math.abs(Date.now() / 1_000 - sentAtS)).toBeLessThan(60);
  const own = createHmac("sha256", "whsec-1").update(`${sentAtS}.${body}`).digest("hex");
  expect(headers["x-berth-signature"]).toBe(`sha256=${own}`);
});

test("a mail says what happened, of whom it is and where more stands", async () => {
  await messenger().send({ platform: "email", emails: ["ada@example.org", "bob@example.org"] }, message);
  const got = mail.mails.at(-1);
  expect(got).toMatchObject({ from: "berth@example.org", to: ["ada@example.org", "bob@example.org"] });
  expect(got?.text).toMatch(/^Subject: \[shop\] Test: ada@example\.org tries/m);
  expect(got?.text).toContain("https://berth.example.org/apps/shop/activity");
});

// Harmless stand-ins for what a webhook must not reach: servers of this test, of which nobody hears when the guard holds.
test.each([
  ["the loopback", () => ({ url: inside.url })],
  ["the loopback in another form", () => ({ url: inside.url.replace("127.0.0.1", "0x7f000001") })],
  ["the loopback of IPv6", () => ({ url: inside.url.replace("127.0.0.1", "[::ffff:127.0.0.1]") })],
  ["a name that leads to the loopback", () => ({ url: inside.url.replace("127.0.0.1", "inside.test") })],
  ["an address that was not allowed", () => ({ url: outside.url, allowedNetworks: [] })],
  ["this machine within an allowed network", () => ({ url: outside.url, allowedNetworks: ["0.0.0.0/0"] })],
  ["the network of the engine", () => ({ url: "http://10.192.0.5:80", allowedNetworks: ["10.0.0.0/8"] })],
])("%s is refused, told, and nothing arrives there", async (_what, make) => {
  const { url, ...changes } = make();
  const before = inside.received.length + outside.received.length;
  const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  const guarded = messenger({ resolve, ...changes });
  const told = { message: expect.stringContaining("Berth sends nothing to") };
  await expect(guarded.send(slack(url), message)).rejects.toMatchObject(told);
  await expect(guarded.checkUrl(url)).rejects.toMatchObject({ code: "invalid", ...told });
  expect(inside.received.length + outside.received.length).toBe(before);
});

test("a redirect to the loopback is not followed, and told", async () => {
  outside.answerBy((response) => void response.writeHead(302, { location: `${inside.url}/?secret` }).end());
  const before = inside.received.length;
  await expect(messenger().send(slack(outside.url), message)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(
      /answered 302 and leads to http:\/\/127\.0\.0\.1:\d+: Berth follows no redirects/,
    ),
  });
  outside.answerBy();
  expect(inside.received.length).toBe(before);
});

test("a name that changes to the loopback after it was looked at is refused at the connection", async () => {
  const leadsTo = [ownAddress(), "127.0.0.1"];
  const resolve = async () => [{ address: leadsTo.shift() ?? "127.0.0.1", family: 4 }];
  const url = inside.url.replace("127.0.0.1", "changing.test");
  const guarded = messenger({ resolve });
  await guarded.checkUrl(url);
  const before = inside.received.length;
  await expect(guarded.send(slack(url), message)).rejects.toMatchObject({
    message: "Berth sends nothing to 127.0.0.1: the address is not public.",
  });
  expect(inside.received.length).toBe(before);
});

test("a name is reached at the address that was decided on", async () => {
  const resolve = async () => [{ address: ownAddress(), family: 4 }];
  const url = outside.url.replace(ownAddress(), "hooks.test");
  await messenger({ resolve }).send(slack(url), message);
  expect(outside.received.at(-1)?.headers.host).toMatch(/^hooks\.test:/);
});

test("an answer without end is cut off", async () => {
  outside.answerBy((response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("x".repeat(64 * 1024)), 5);
    response.on("close", () => clearInterval(timer));
  });
  await messenger().send(slack(outside.url), message);
  outside.answerBy();
});

test("without a mail server mail is refused in words", async () => {
  const receiver = { platform: "email", emails: ["ada@example.org"] } as const;
  await expect(messenger({ mail: null }).send(receiver, message)).rejects.toMatchObject({
    message: expect.stringContaining("BERTH_SMTP_URL"),
  });
});
