import { aliasTarget } from "../../core/variables/alias";
import type { NewVariable, VariableRow } from "../../db/variables";
import type { Ports } from "../context";
import { assertUnlocked } from "./lock";

type Change = Pick<NewVariable, "name" | "valueEncrypted" | "aliasOf">;

/**
 * What is to be written so that the variables are as wanted; those that are so already are left out. `$NAME` alone, with the name of a
 * variable that is there or comes along, is an alias, as it is printed; an alias of an alias is none. @throws DomainError `forbidden` reason `locked_by_addon`.
 */
export function listChanges(
  { cipher }: Ports,
  standing: ReadonlyMap<string, VariableRow>,
  wanted: ReadonlyMap<string, string>,
): Change[] {
  const decrypt = (row: VariableRow | undefined): string | undefined =>
    row && cipher.decrypt(row.valueEncrypted);
  const isSame = (row: VariableRow, value: string): boolean => {
    if (row.aliasOf === null) return decrypt(row) === value;
    // A locked alias may also come as what it stands for: nobody can have meant to change it.
    return (
      value === `$${row.aliasOf}` || (row.addonId !== null && value === decrypt(standing.get(row.aliasOf)))
    );
  };
  const changed = [...wanted].filter(([name, value]) => {
    const row = standing.get(name);
    return !row || !isSame(row, value);
  });
  assertUnlocked(changed.flatMap(([name]) => standing.get(name) ?? []));
  const isPlain = (name: string): boolean => {
    const value = wanted.get(name);
    if (value !== undefined) return aliasTarget(name, value) === null;
    return standing.get(name)?.aliasOf === null;
  };
  const targets = new Set([...standing.values()].map(({ aliasOf }) => aliasOf));
  return changed.map(([name, value]) => {
    const target = targets.has(name) ? null : aliasTarget(name, value);
    const aliasOf = target !== null && isPlain(target) ? target : null;
    return { name, aliasOf, valueEncrypted: aliasOf === null ? cipher.encrypt(value) : "" };
  });
}
