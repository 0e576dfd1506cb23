import { expect, test, vi } from "vitest";
import { readJson } from "./read";

const read = async (body: BodyInit) =>
  (await readJson(new Request("http://berth.test", { method: "POST", body }))).value;

test.each([
  ["nothing", "", {}],
  ["white space", " \n", {}],
  ["what begins with a byte order mark, as some shells write it", '\u{feff}{"a":1}', { a: 1 }],
])("%s is read", async (_what, body, value) => {
  expect(await read(body)).toEqual(value);
});

test.each<[string, BodyInit]>([
  ["no JSON", "{"],
  ["letters of another encoding", new Uint8Array(Buffer.from('{"value":"gr\u{fc}n"}', "latin1"))],
  ["half a pair of a character", '{"value":"\\ud800"}'],
  ["a NUL character in a name", '{"a\\u0000":1}'],
  ["lists in lists without end", "[".repeat(100_000) + "]".repeat(100_000)],
  ["objects in objects without end", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
  ["more than 4 MiB", `"${"x".repeat(4 * 1024 * 1024)}"`],
])("%s is refused as the caller's mistake", async (_what, body) => {
  await expect(read(body)).rejects.toMatchObject({ code: "invalid" });
});

test("a body that does not come to its end is not waited for", async () => {
  vi.useFakeTimers();
  const body = new ReadableStream({ start: (body) => body.enqueue(Buffer.from('{"a":')) });
  const init = { method: "POST", body, duplex: "half" };
  const answer = expect(readJson(new Request("http://berth.test", init))).rejects.toMatchObject({
    code: "invalid",
    reason: "body_late",
  });
  await vi.advanceTimersByTimeAsync(60_000);
  await answer;
  vi.useRealTimers();
});
