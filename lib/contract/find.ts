import { z } from "zod";

/** A part of a name, an image, a resource id or a note, in any case. */
export const FindInput = z.object({ q: z.string().trim().max(200).catch("").default("") });
export type FindInput = z.infer<typeof FindInput>;

/** `GET /api/ui/find?q=…`: the first few apps and databases that it is found in, each sorted by name. */
export const FoundView = z.object({
  apps: z.array(z.object({ name: z.string(), image: z.string().nullable() })),
  databases: z.array(z.object({ resourceId: z.string(), name: z.string().nullable(), appName: z.string() })),
});
export type FoundView = z.infer<typeof FoundView>;
