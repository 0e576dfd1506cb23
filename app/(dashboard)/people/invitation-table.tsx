import { RowForm } from "@/components/forms/row-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { PendingInvitationView } from "@/lib/contract/people";
import { revokeInvitationAction } from "./actions";
import { roleName } from "./role-name";

export function InvitationTable({ invitations }: { invitations: PendingInvitationView[] }) {
  return (
    <Table>
      <TableHead columns={["Email", { name: "Role", from: "sm" }, "Ends", ACTIONS]} />
      <tbody>
        {invitations.map(({ id, email, isAdmin, expiresAt }) => (
          <TableRow key={id}>
            <TableCell className="break-all">{email}</TableCell>
            <TableCell className="hidden sm:table-cell">{roleName(isAdmin)}</TableCell>
            <TableCell className="text-muted-foreground whitespace-nowrap">
              <RelativeTime value={expiresAt} />
            </TableCell>
            <TableCell className="text-right">
              <RowForm
                action={revokeInvitationAction}
                values={{ id }}
                label="Withdraw"
                accessibleLabel={`Withdraw the invitation of ${email}`}
              />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
