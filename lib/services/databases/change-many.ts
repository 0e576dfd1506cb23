import type { ChangeManyInput, StartedChange } from "../../contract/many-changes";
import { DomainError } from "../../core/errors";
import { requireScope } from "../access";
import type { Context } from "../context";
import { startChange } from "./start-change";

/**
 * Begins the same change of many databases, each as if it were asked for alone: what one is refused stops none of the others. None is taken
 * away to make room. In the order that was given. @throws DomainError `forbidden` for a token that may only read.
 */
export async function changeMany(
  ctx: Context,
  { resourceIds, ...wanted }: ChangeManyInput,
): Promise<StartedChange[]> {
  requireScope(ctx, "write");
  const started: StartedChange[] = [];
  // One after the other: what one takes of a host's room the next has to see.
  for (const resourceId of new Set(resourceIds)) started.push(await startOne(ctx, { resourceId, ...wanted }));
  return started;
}

async function startOne(ctx: Context, wanted: Parameters<typeof startChange>[1]): Promise<StartedChange> {
  const { resourceId } = wanted;
  try {
    return { resourceId, operation: await startChange(ctx, wanted) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { resourceId, refusal: error.message };
  }
}
