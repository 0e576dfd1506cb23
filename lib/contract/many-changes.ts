import { z } from "zod";
import { VersionId } from "./engines";
import type { OperationView } from "./operations";

/** As many as a page of the list has. */
const MANY_MAX = 50;

const commaSeparated = z.string().transform((text) => text.split(",").filter(Boolean));

/** Resource ids with commas between them, and what all of those databases are to have: another plan, or another version. */
export const ChangeManyInput = z
  .object({
    resourceIds: commaSeparated.pipe(
      z
        .array(z.string())
        .min(1, { error: "Choose a database." })
        .max(MANY_MAX, { error: `At most ${MANY_MAX} at once.` }),
    ),
    planId: z.string().min(1, { error: "Choose a plan." }).optional(),
    version: VersionId.optional(),
  })
  .refine(({ planId, version }) => planId !== undefined || version !== undefined, {
    path: ["planId"],
    error: "Choose a plan or a version.",
  });
export type ChangeManyInput = z.infer<typeof ChangeManyInput>;

/** What became of each: the operation that began, or in a sentence why none did. */
export type StartedChange =
  | { resourceId: string; operation: OperationView }
  | { resourceId: string; refusal: string };

/** Ids of operations with commas between them. */
export const ListOperationsInput = z.object({
  ids: commaSeparated.pipe(z.array(z.uuid()).max(MANY_MAX)).catch([]).default([]),
});
export type ListOperationsInput = z.infer<typeof ListOperationsInput>;

/** `GET /api/ui/operations?ids=…`, those that one may see. */
export type OperationsAnswer = { operations: OperationView[] };
