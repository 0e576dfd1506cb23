import { DomainError } from "../../core/errors";
import { decideEnvironment } from "../../core/variables/size";
import type { VariableRow } from "../../db/variables";
import type { Ports } from "../context";

/** `standing` are all of the app's. @throws DomainError `invalid` when together with the wanted ones they were more than an engine takes. */
export function assertEnvironmentFits(
  { cipher }: Ports,
  standing: ReadonlyMap<string, VariableRow>,
  wanted: ReadonlyMap<string, string>,
): void {
  const rows = [...standing.values()];
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
