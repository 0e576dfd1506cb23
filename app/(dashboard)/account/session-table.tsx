import { RowForm } from "@/components/forms/row-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { SessionView } from "@/lib/contract/people";
import { revokeSessionAction } from "./actions";
import { deviceName } from "./device-name";

export function SessionTable({ sessions }: { sessions: SessionView[] }) {
  return (
    <Table>
      <TableHead
        columns={[
          "Device",
          { name: "Address", from: "sm" },
          { name: "Signed in", from: "md" },
          "Last used",
          ACTIONS,
        ]}
      />
      <tbody>
        {sessions.map((session) => (
          <TableRow key={session.id}>
            <TableCell title={session.userAgent ?? undefined}>{deviceName(session.userAgent)}</TableCell>
            <TableCell className="hidden font-mono text-xs sm:table-cell">
              {session.ipAddress ?? "—"}
            </TableCell>
            <TableCell className="text-muted-foreground hidden whitespace-nowrap md:table-cell">
              <RelativeTime value={session.createdAt} />
            </TableCell>
            <TableCell className="text-muted-foreground whitespace-nowrap">
              <RelativeTime value={session.lastUsedAt} />
            </TableCell>
            <TableCell className="h-12 text-right">
              {session.isCurrent ? (
                <Status tone="success">This one</Status>
              ) : (
                <RowForm
                  action={revokeSessionAction}
                  values={{ id: session.id }}
                  label="End"
                  accessibleLabel={`End the session of ${deviceName(session.userAgent)}`}
                />
              )}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
