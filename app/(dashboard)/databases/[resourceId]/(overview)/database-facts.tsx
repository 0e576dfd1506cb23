import { databaseTitle, EngineNote } from "@/components/databases/engine-names";
import { Fact, Facts } from "@/components/ui/facts";
import { NearLink } from "@/components/ui/near-link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { DatabaseView } from "@/lib/contract/databases";
import { formatBytes } from "@/lib/core/units";
import { Uptime } from "./uptime";

export function DatabaseFacts({ database }: { database: DatabaseView }) {
  const { appName, plan, hostName, createdAt, resourceId, status } = database;
  return (
    <Facts>
      <Fact name="App">
        <NearLink href={`/apps/${appName}`} className="text-primary hover:underline">
          {appName}
        </NearLink>
      </Fact>
      <Fact name="Plan">
        {plan.id}
        {plan.isRetired && " (no longer offered)"} · {formatBytes(plan.maxMemoryBytes)} · {plan.cpus} CPU
      </Fact>
      <Fact name="Version">
        {databaseTitle(database)}
        <EngineNote database={database} />
      </Fact>
      <Fact name="Up for">
        <Uptime resourceId={resourceId} isRunning={status === "running"} />
      </Fact>
      <Fact name="Host">{hostName ?? "—"}</Fact>
      <Fact name="Added">
        <RelativeTime value={createdAt} />
      </Fact>
    </Facts>
  );
}
