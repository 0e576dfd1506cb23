"use client";
import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { AppListItem } from "@/lib/contract/apps";

const SOURCES = { image: "Image", service: "Linked service", none: "No container yet" } as const;

export function AppTable({ apps }: { apps: AppListItem[] }) {
  return (
    <Table>
      <TableHead
        columns={[
          "Name",
          { name: "Runs", from: "md" },
          { name: "Addons", className: "text-right sm:pr-8" },
          { name: "Owner", from: "lg" },
          { name: "Created", from: "sm" },
        ]}
      />
      <tbody>
        {apps.map((app) => (
          <TableRow key={app.name} className="hover:bg-muted/50 relative">
            <TableCell className="font-medium">
              {/* The link covers its whole row. */}
              <Link
                href={`/apps/${app.name}`}
                prefetch={false}
                className="after:absolute after:inset-0 hover:underline"
              >
                {app.name}
              </Link>
              {app.firingAlerts > 0 && (
                <Status tone="warning" className="ml-3 text-xs">
                  {app.firingAlerts === 1 ? "1 alert" : `${app.firingAlerts} alerts`}
                </Status>
              )}
            </TableCell>
            <TableCell className="text-muted-foreground hidden max-w-72 truncate md:table-cell">
              {app.image ? <span className="font-mono text-xs">{app.image}</span> : SOURCES[app.source]}
            </TableCell>
            <TableCell className="text-right sm:pr-8">{app.addons}</TableCell>
            <TableCell className="text-muted-foreground hidden max-w-60 truncate lg:table-cell">
              {app.ownerEmail}
            </TableCell>
            <TableCell className="text-muted-foreground hidden whitespace-nowrap sm:table-cell">
              <RelativeTime value={app.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
