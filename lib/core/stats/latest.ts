import { z } from "zod";
import { countersBy } from "./measures";
import { ContainerFields, ServerFields } from "./seen";

/** What a server tells of its work. What `counters` holds only grows until the server starts anew. */
export const ServerStats = ServerFields.extend({ counters: z.object(countersBy(() => z.number())) });
export type ServerStats = z.infer<typeof ServerStats>;

/** What was last seen of a database, each part with its own time: what does not answer now keeps its last figures. */
export const LatestStats = z.object({
  run: z.object({ containerId: z.string(), runId: z.string().nullable() }).nullable(),
  highest: z.object({ memoryBytes: z.number(), swapBytes: z.number().nullable() }).nullable(),
  container: ContainerFields.extend({ atMs: z.number() }).nullable(),
  // A row of before an upgrade may lack what is counted since: it counts as never seen, until the next round.
  redis: ServerStats.extend({
    atMs: z.number(),
    /** Commands without those that Berth itself sends; null until two looks are known. */
    opsPerSecond: z.number().nullable(),
  })
    .nullable()
    .catch(null),
  diskBytes: z.number().nullable(),
  connections: z.number().nullable(),
  /** Why Redis did not answer in the last round; null when it did. */
  failure: z.string().nullable(),
});
export type LatestStats = z.infer<typeof LatestStats>;
