import { z } from "zod";

/** The moves, in the order in which a database makes them. */
export const MOVES = ["up", "down", "version"] as const;
export type Move = (typeof MOVES)[number];

const database = { app: z.string(), resourceId: z.string() };

/** What the control plane is asked for, in a process of its own. */
export const Request = z.discriminatedUnion("verb", [
  z.object({ verb: z.literal("provide"), app: z.string() }),
  z.object({ verb: z.literal("move"), ...database, move: z.enum(MOVES) }),
  z.object({ verb: z.literal("remove"), ...database }),
  z.object({ verb: z.literal("stop") }),
]);
export type Request = z.infer<typeof Request>;

/** `container` is on the app's network. */
export const Provided = z.object({
  resourceId: z.string(),
  container: z.string(),
  host: z.string(),
  password: z.string(),
});
export type Provided = z.infer<typeof Provided>;

export const Failed = z.object({ error: z.string() });
