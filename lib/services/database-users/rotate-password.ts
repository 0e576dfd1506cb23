import type { DatabaseInput } from "../../contract/databases";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { loadDatabase } from "../../db/databases";
import { addComingPassword } from "../../db/password-rotations";
import { requireDatabase, requireScope } from "../access";
import { makePassword } from "../addons/passwords";
import type { Context } from "../context";
import { assertWhole } from "../databases/assert-possible";
import { assertDataNoted } from "../databases/data-gone";
import { startOperation } from "../operations/start-operation";

/**
 * Begins to give the addon a new password; the former lets in until nobody uses it any more, a day at most.
 * @throws DomainError `not_found`; `conflict` unless the database runs, while another operation runs (named), and while the former
 * password of a rotation before still lets in.
 */
export async function rotatePassword(ctx: Context, input: DatabaseInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { databaseId, resourceId } = addon;
  if (addon.status !== "running")
    throw new DomainError("conflict", "not_running", "Only a running database gets a new password.");
  const database = await loadDatabase(databaseId);
  assertDataNoted(ctx, database, addon);
  await assertWhole(ctx, database);
  return startOperation(ctx, app, {
    kind: "rotate-password",
    databaseId,
    events: [{ type: "rotate_password", data: { resourceId } }],
    after: async (tx) => {
      if (!(await addComingPassword(tx, databaseId, ctx.cipher.encrypt(makePassword()))))
        throw formerLetsIn();
    },
  });
}

const formerLetsIn = () =>
  new DomainError(
    "conflict",
    "former_password",
    "The former password of the last rotation still lets in. End it, or wait until it ends by itself.",
  );
