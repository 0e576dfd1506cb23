import { afterEach, expect, test, vi } from "vitest";
import { fetchAlerts } from "./client";
import { SHAPES, SHAPES_HEADER } from "./shapes";

afterEach(() => void vi.unstubAllGlobals());

/** Any route of a page, answered like this. */
function ask(body: unknown, headers: Record<string, string> = {}, status = 200) {
  vi.stubGlobal("fetch", async () => Response.json(body, { status, headers }));
  return fetchAlerts("my-app-3030");
}

test("an answer made by the page's own shapes is what it says", async () => {
  expect(await ask({ alerts: [{ kind: "memory" }] }, { [SHAPES_HEADER]: SHAPES })).toEqual([
    { kind: "memory" },
  ]);
});

test("one made by others asks for a new page, and one that Berth has not made is none", async () => {
  await expect(ask({ alerts: [] }, { [SHAPES_HEADER]: "another" })).rejects.toMatchObject({
    ...{ code: "unavailable", reason: "other_release" },
    message: expect.stringContaining("Reload this page"),
  });
  await expect(ask({ alerts: [] })).rejects.toMatchObject({ code: "unavailable", reason: "no_answer" });
});

test("a refusal is told as it is, by whichever release", async () => {
  const error = { code: "not_found", reason: "not_found", message: "There is no such database." };
  await expect(ask({ error }, { [SHAPES_HEADER]: "another" }, 404)).rejects.toMatchObject(error);
});
