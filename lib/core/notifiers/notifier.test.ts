import { expect, test } from "vitest";
import { shownUrl } from "./notifier";

test.each([
  ["https://hooks.slack.com/services/T0/B0/secret", "https://hooks.slack.com/…"],
  ["https://example.org/?key=secret", "https://example.org/…"],
  ["http://192.0.2.1:8080/", "http://192.0.2.1:8080/"],
])("of %s is shown %s", (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});
