import type { StepSelf } from "../deps";

const REPORT_MS = 500;

/** Passes content on and tells how much of about `totalBytes` is left, twice a second at most. */
export async function* withProgress(
  content: AsyncIterable<Uint8Array>,
  { self, totalBytes }: { self: StepSelf; totalBytes: number },
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let reportedAt = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (Date.now() - reportedAt >= REPORT_MS) {
      reportedAt = Date.now();
      await self.detail({
        leftBytes: Math.max(0, totalBytes - bytes),
        totalBytes: Math.max(totalBytes, bytes),
      });
    }
    yield piece;
  }
  await self.detail({ leftBytes: 0, totalBytes: Math.max(totalBytes, bytes) });
}
