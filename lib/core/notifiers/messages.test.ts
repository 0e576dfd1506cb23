import { expect, test } from "vitest";
import { EVENT_EXAMPLES } from "../../../tests/events";
import { eventMessage, mailOf, signedText, slackBody, testMessage, webhookBody } from "./messages";

const subject = { id: "d-1", at: "2026-01-08T21:00:00.000Z", appName: "shop" };

test("a webhook is told what happened by kind, in words and as data", () => {
  const event = { type: "new_addon", data: { resourceId: "r-1", planId: "1g" } } as const;
  expect(webhookBody(eventMessage(subject, event))).toEqual({
    id: "d-1",
    at: subject.at,
    app: "shop",
    kind: "addon_provisioned",
    title: "New Addon",
    text: expect.stringContaining("r-1"),
    data: { resourceId: "r-1", planId: "1g" },
  });
});

test.each(EVENT_EXAMPLES)("$type has words for Slack and mail", (event) => {
  const message = eventMessage(subject, event);
  expect(slackBody(message).text).toMatch(/^\[shop\] \w.*: ./);
  expect(mailOf(message, "http://b/").subject).toMatch(/^\[shop\] \w.*: ./);
});

test("names that people chose call nobody in Slack", () => {
  const event = {
    type: "new_database_user",
    data: { resourceId: "r-1", name: "<!channel> & co", role: "all" },
  } as const;
  const { text } = slackBody(eventMessage(subject, event));
  expect(text).toContain("&lt;!channel&gt; &amp; co");
  expect(text).not.toContain("<");
});

test("a mail's subject is one line of some length, whatever the reason of a failure is", () => {
  const data = { work: "measure", name: "r-1", reason: `no\r\nBcc: all@example.org ${"x".repeat(500)}` };
  const mail = mailOf(eventMessage(subject, { type: "upkeep_failed", data }), "http://b/apps/shop/activity");
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(mail.subject.length).toBeLessThanOrEqual(150);
  expect(mail.text).toContain("http://b/apps/shop/activity");
});

test("a test says who sends it, and of the platform that it is Berth's", () => {
  const message = testMessage({ ...subject, appName: null }, { notifier: "On call", by: "ada@example.org" });
  expect(slackBody(message).text).toMatch(/^\[Berth\] Test: ada@example.org tries the notifier On call out/);
});

test("the moment is part of what is signed", () => {
  expect(signedText({ sentAtS: 1_767_906_000, body: "{}" })).toBe("1767906000.{}");
});
