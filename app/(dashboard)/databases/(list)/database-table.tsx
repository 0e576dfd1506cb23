"use client";
import { ArrowUp } from "lucide-react";
import Link from "next/link";
import { AddonStatus } from "@/components/addons/addon-status";
import { Meter } from "@/components/ui/meter";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { DatabaseListItem } from "@/lib/contract/database-list";
import { DEFAULT_PROVIDER, engineName } from "@/lib/core/engines/names";
import { ChoiceBox } from "./choice-box";

/** Of each row the first thing is a box that chooses it. */
export function DatabaseTable({ databases }: { databases: DatabaseListItem[] }) {
  return (
    <Table>
      <TableHead
        columns={[
          { name: "Chosen", content: <ChoiceBox label="Choose every database on this page" /> },
          "Database",
          "State",
          { name: "App", from: "sm" },
          { name: "Plan", from: "md" },
          { name: "Memory", from: "sm" },
          { name: "Connections", from: "lg" },
          { name: "Version", from: "md" },
          { name: "Last proven backup", from: "lg" },
        ]}
      />
      <tbody>
        {databases.map((database) => (
          <DatabaseRow key={database.resourceId} database={database} />
        ))}
      </tbody>
    </Table>
  );
}

function DatabaseRow({ database }: { database: DatabaseListItem }) {
  const { resourceId, name, note, appName, planId, engine, version, hostName, upgradeTo, provenAt } =
    database;
  return (
    <TableRow className="hover:bg-muted/50 relative">
      <TableCell className="w-8">
        <ChoiceBox label={`Choose ${resourceId}`} value={resourceId} />
      </TableCell>
      <TableCell className="max-w-40 [overflow-wrap:anywhere] sm:max-w-72">
        {/* The link covers its whole row. */}
        <Link
          href={`/databases/${resourceId}`}
          prefetch={false}
          className="font-medium after:absolute after:inset-0 hover:underline"
        >
          {name ?? <span className="font-mono">{resourceId}</span>}
        </Link>
        {name !== null && <p className="text-muted-foreground font-mono text-xs">{resourceId}</p>}
        {note !== null && <p className="text-muted-foreground truncate text-xs">{note}</p>}
      </TableCell>
      <TableCell>
        <State database={database} />
      </TableCell>
      <TableCell className="hidden sm:table-cell">{appName}</TableCell>
      <TableCell className="hidden md:table-cell">{planId}</TableCell>
      <TableCell className="hidden sm:table-cell">
        <Used ratio={database.memoryRatio} />
      </TableCell>
      <TableCell className="hidden lg:table-cell">
        <Used ratio={database.connectionsRatio} />
      </TableCell>
      <TableCell className="hidden whitespace-nowrap md:table-cell">
        {engine === DEFAULT_PROVIDER ? version : `${engineName(engine)} ${version}`}
        {upgradeTo && (
          <span className="text-muted-foreground ml-2 inline-flex items-center gap-1 text-xs">
            <ArrowUp aria-hidden="true" className="size-3" />
            {upgradeTo} available
          </span>
        )}
        {hostName !== null && <p className="text-muted-foreground text-xs">on {hostName}</p>}
      </TableCell>
      <TableCell className="text-muted-foreground hidden whitespace-nowrap lg:table-cell">
        {provenAt ? <RelativeTime value={provenAt} /> : "none"}
      </TableCell>
    </TableRow>
  );
}

/** What is worst of it. */
function State({ database: { status, isDataGone, failure, firingAlerts } }: { database: DatabaseListItem }) {
  if (status !== "running" || isDataGone) return <AddonStatus status={status} isDataGone={isDataGone} />;
  if (failure) return <Status tone="danger">Does not answer</Status>;
  if (firingAlerts > 0)
    return <Status tone="warning">{firingAlerts === 1 ? "1 alert" : `${firingAlerts} alerts`}</Status>;
  return <AddonStatus status={status} />;
}

function Used({ ratio }: { ratio: number | null }) {
  if (ratio === null) return <span className="text-muted-foreground">no data yet</span>;
  return (
    <div className="flex items-center gap-2">
      <Meter usedRatio={ratio} className="w-16" />
      <span className="tabular-nums">{Math.round(ratio * 100)} %</span>
    </div>
  );
}
