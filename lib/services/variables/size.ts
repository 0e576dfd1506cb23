import { DomainError } from "../../core/errors";
import { decideEnvironment } from "../../core/variables/size";
import type { Tx } from "../../db/client";
import { listVariablesWithin } from "../../db/variables";
import type { Context } from "../context";

/** Call it with the app locked. @throws DomainError `invalid` when all variables together were more than an engine takes. */
export async function assertEnvironmentFits(
  tx: Tx,
  { cipher }: Context,
  { appId, wanted }: { appId: string; wanted: ReadonlyMap<string, string> },
): Promise<void> {
  const rows = await listVariablesWithin(tx, appId);
  const own = new Map(
    rows
      .filter(({ aliasOf }) => aliasOf === null)
      .map(({ name, valueEncrypted }) => [name, cipher.decrypt(valueEncrypted)]),
  );
  const before = new Map(rows.map(({ name, aliasOf }) => [name, own.get(aliasOf ?? name) ?? ""]));
  const decision = decideEnvironment(before, new Map([...before, ...wanted]));
  if (decision.allowed) return;
  throw new DomainError("invalid", "environment_too_large", decision.reason, {
    fields: { value: [decision.reason], text: [decision.reason] },
  });
}
