import { expect, test } from "vitest";
import { ACCOUNT_ACTS, accountActWords } from "./acts";

test("every act is told in words of its own, with what it was done to", () => {
  const told = ACCOUNT_ACTS.map((act) => accountActWords(act, "ada@example.org", null));
  expect(new Set(told).size).toBe(ACCOUNT_ACTS.length);
  for (const words of told) expect(words).toMatch(/ada@example\.org.*\.$/);
  expect(accountActWords("remove", "ada@example.org", "carl@example.org")).toContain("carl@example.org");
  expect(accountActWords("of-later", "ada@example.org", null)).toBe("did of-later to ada@example.org.");
});
