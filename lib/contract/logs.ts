import { z } from "zod";
import { DatabaseInput } from "./databases";
import { emptyAsMissing } from "./form-fields";

const Source = emptyAsMissing(
  z.string().regex(/^(node|gateway|node-\d{1,6})$/, {
    error: "A source is node, gateway, or one node such as node-1.",
  }),
);

const LINES_MAX = 50_000;
const LINES = `Ask for 1 to ${LINES_MAX} lines.`;

/** Which lines: of a source, with words in them, of the time of an operation, of five minutes around a moment. `limit` are the last ones of those. */
export const LogsInput = DatabaseInput.extend({
  source: Source,
  q: emptyAsMissing(z.string().trim().max(200, { error: "Search for at most 200 characters." })),
  operation: emptyAsMissing(z.uuid({ error: "This is not the id of an operation." })),
  at: emptyAsMissing(z.iso.datetime({ error: "A moment is written like 2026-11-29T01:43:02Z." })),
  limit: z.coerce
    .number({ error: LINES })
    .int({ error: LINES })
    .min(1, { error: LINES })
    .max(LINES_MAX, { error: LINES })
    .default(500),
});
export type LogsInput = z.infer<typeof LogsInput>;

/** Which of a database's logs to follow; all of them without a `source`. */
export const FollowLogsInput = DatabaseInput.extend({ source: Source });
export type FollowLogsInput = z.infer<typeof FollowLogsInput>;

/** `at` is RFC 3339 in UTC with nine digits of a second; `source` is `gateway` or `node-<number>`. */
export const LogLineView = z.object({ at: z.string(), source: z.string(), text: z.string() });
export type LogLineView = z.infer<typeof LogLineView>;

/** Oldest first. `isComplete` is false while the engine does not answer: then the newest lines may be missing. */
export const LogsView = z.object({ lines: z.array(LogLineView), isComplete: z.boolean() });
export type LogsView = z.infer<typeof LogsView>;
