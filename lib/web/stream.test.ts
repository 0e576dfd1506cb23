import { expect, test } from "vitest";
import { eventStream } from "./stream";

async function* count(until: () => boolean): AsyncIterable<number> {
  for (let n = 0; !until(); n++) yield n;
}

test("things come as events, until they end", async () => {
  let left = 2;
  const answer = eventStream(
    count(() => left-- === 0),
    () => {},
  );
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  expect(await answer.text()).toBe(": here\n\ndata: 0\n\ndata: 1\n\n");
});

test("a caller who does not read is let go, and the things end", async () => {
  let isGone = false;
  const answer = eventStream(
    count(() => isGone),
    () => {
      isGone = true;
    },
  );
  await expect.poll(() => isGone).toBe(true);
  await expect(answer.text()).rejects.toThrow("reads too slowly");
});
