import type { DatabaseInput } from "../../contract/databases";
import { DomainError } from "../../core/errors";
import { insertEvent } from "../../db/events";
import { expireFormerPassword } from "../../db/password-rotations";
import { changeApp, requireDatabase, requireScope } from "../access";
import { type Context, doneBy } from "../context";

/**
 * Ends the former password of a rotation within seconds, and with it every connection of the addon's user: Redis does not tell by which
 * password it was made. @throws DomainError `not_found`; `conflict` when there is none.
 */
export async function endFormerPassword(ctx: Context, input: DatabaseInput): Promise<null> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { databaseId, resourceId } = addon;
  await changeApp(ctx, app.id, async (tx) => {
    if (!(await expireFormerPassword(tx, databaseId))) throw none();
    const subject = { appId: app.id, databaseId, ...doneBy(ctx) };
    await insertEvent(tx, subject, { type: "end_former_password", data: { resourceId } });
  });
  return null;
}

const none = () =>
  new DomainError("conflict", "no_former_password", "No former password lets in: there is nothing to end.");
