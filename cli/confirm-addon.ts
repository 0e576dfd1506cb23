import { EXIT } from "./exit-codes";
import { Failure } from "./failure";
import { readLine } from "./prompt";
import type { Terminal } from "./terminal";

/**
 * Asks for the addon's ID, after what happens with it, unless `confirm` gives it already. Both of its IDs will do.
 * @throws Failure when another one is given.
 */
export async function confirmAddon(
  { note }: Terminal,
  { resource_id: resourceId, id }: { resource_id: string; id: string },
  { confirm, warning }: { confirm: string | undefined; warning: readonly string[] },
): Promise<void> {
  const ask = () => {
    for (const line of [...warning, "       To confirm, type the ID of the addon:"]) note(line);
    return readLine("-----> ");
  };
  const typed = confirm ?? (await ask());
  if (typed !== resourceId && typed !== id)
    throw new Failure(EXIT.failed, `'${typed}' is not '${resourceId}', aborting…`);
}
