import { z } from "zod";
import { OPERATION_KINDS } from "../core/operations/state";
import { AppInput } from "./apps";
import { DatabaseInput } from "./databases";
import { emptyAsMissing } from "./form-fields";

const Source = emptyAsMissing(
  z.string().regex(/^(node|gateway|node-\d{1,6})$/, {
    error: "A source is node, gateway, or one node such as node-1.",
  }),
);

const AppSource = emptyAsMissing(
  z.string().regex(/^web(-[0-9a-z]{1,12})?$/, {
    error: "A source is web, or one container by the beginning of its id, such as web-3f2a91c0d4e5.",
  }),
);

const LINES_MAX = 50_000;
const LINES = `Ask for 1 to ${LINES_MAX} lines.`;

/** With words in them, of the time of an operation, of five minutes around a moment. `limit` are the last ones of those. */
const LineFilter = z.object({
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
export type LineFilter = z.infer<typeof LineFilter>;

/** Which of a database's logs to follow; all of them without a `source`. */
export const FollowLogsInput = DatabaseInput.extend({ source: Source });
export type FollowLogsInput = z.infer<typeof FollowLogsInput>;

/** Which lines of a database's nodes and gateway. */
export const LogsInput = FollowLogsInput.extend(LineFilter.shape);
export type LogsInput = z.infer<typeof LogsInput>;

/** Which of an app's containers to follow; all of them without a `source`. */
export const FollowAppLogsInput = AppInput.extend({ source: AppSource });
export type FollowAppLogsInput = z.infer<typeof FollowAppLogsInput>;

/** Which lines of an app's containers. */
export const AppLogsInput = FollowAppLogsInput.extend(LineFilter.shape);
export type AppLogsInput = z.infer<typeof AppLogsInput>;

/** `at` is RFC 3339 in UTC with nine digits of a second; `source` is `gateway`, `node-<number>`, or `web-<beginning of a container's id>`. */
export const LogLineView = z.object({ at: z.string(), source: z.string(), text: z.string() });
export type LogLineView = z.infer<typeof LogLineView>;

/**
 * Oldest first. `isComplete` is false while the engine does not answer: then the newest lines may be missing. `sources` are those that are
 * on the engine now, in any order.
 */
export const LogsView = z.object({
  lines: z.array(LogLineView),
  isComplete: z.boolean(),
  sources: z.array(z.string()),
});
export type LogsView = z.infer<typeof LogsView>;

/** An operation that lines can be asked for, with its time. */
export const LogOperationView = z.object({
  id: z.string(),
  kind: z.enum(OPERATION_KINDS),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type LogOperationView = z.infer<typeof LogOperationView>;
