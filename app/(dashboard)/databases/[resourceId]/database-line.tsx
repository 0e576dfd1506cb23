import { databaseTitle } from "@/components/databases/engine-names";
import type { DatabaseView } from "@/lib/contract/databases";
import { engineName } from "@/lib/core/engines/names";

/** What one wants to know on every tab, in one line; the rest stands on the Overview. */
export function DatabaseLine({ database }: { database: DatabaseView }) {
  const { plan, provider, engine, hostName } = database;
  return (
    <ul aria-label="Plan, version and host" className="flex flex-wrap gap-x-4 gap-y-1">
      <li>
        Plan {plan.id}
        {plan.isRetired && " (no longer offered)"}
      </li>
      <li>
        {databaseTitle(database)}
        {provider !== engine && `, ordered as ${engineName(provider)}`}
      </li>
      {hostName && <li>on {hostName}</li>}
    </ul>
  );
}
