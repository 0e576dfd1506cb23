import type { DatabaseView } from "@/lib/contract/databases";

/** What one wants to know on every tab, in one line; the rest stands on the Overview. */
export function DatabaseLine({ database: { plan, version, hostName } }: { database: DatabaseView }) {
  return (
    <ul aria-label="Plan, version and host" className="flex flex-wrap gap-x-4 gap-y-1">
      <li>
        Plan {plan.id}
        {plan.isRetired && " (no longer offered)"}
      </li>
      <li>Redis {version}</li>
      {hostName && <li>on {hostName}</li>}
    </ul>
  );
}
