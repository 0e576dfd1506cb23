import { expect, test } from "vitest";
import { providerRefusalWords, readProviderRefusal } from "./provider-refusals";

test("a refusal is told with the provider's name", () => {
  expect(providerRefusalWords("consent_refused", "Example")).toBe(
    "You did not finish signing in with Example.",
  );
});

test.each(["", "nonsense", "toString", "__proto__", "<script>"])(
  "%s in an address is told as something unexpected, never repeated",
  (text) => expect(readProviderRefusal(text)).toBe("unexpected"),
);

test("a refusal that is known stays itself", () => {
  expect(readProviderRefusal("no_account")).toBe("no_account");
});
