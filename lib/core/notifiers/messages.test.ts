import { expect, test } from "vitest";
import { EVENT_EXAMPLES } from "../../../tests/events";
import { signedText, slackBody, webhookBody } from "./messages";

const at = "2026-01-08T21:00:00.000Z";

test("a webhook is told what happened by kind, in words and as data", () => {
  const event = { type: "new_addon", data: { resourceId: "r-1", planId: "1g" } } as const;
  expect(webhookBody({ id: "d-1", at, appName: "shop", event })).toEqual({
    id: "d-1",
    at,
    app: "shop",
    kind: "addon_provisioned",
    title: "New Addon",
    text: expect.stringContaining("r-1"),
    data: { resourceId: "r-1", planId: "1g" },
  });
});

test.each(EVENT_EXAMPLES)("$type has words for Slack", (event) => {
  expect(slackBody({ id: "d-1", at, appName: "shop", event }).text).toMatch(/^\[shop\] \w.*: ./);
});

test("names that people chose call nobody in Slack", () => {
  const event = {
    type: "new_database_user",
    data: { resourceId: "r-1", name: "<!channel> & co", role: "all" },
  } as const;
  const { text } = slackBody({ id: "d-1", at, appName: "shop", event });
  expect(text).toContain("&lt;!channel&gt; &amp; co");
  expect(text).not.toContain("<");
});

test("the moment is part of what is signed", () => {
  expect(signedText({ sentAtS: 1_767_906_000, body: "{}" })).toBe("1767906000.{}");
});
