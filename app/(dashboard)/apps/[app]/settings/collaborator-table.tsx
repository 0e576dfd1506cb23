import { RowForm } from "@/components/forms/row-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { AppView, CollaboratorView } from "@/lib/contract/apps";
import { removeCollaboratorAction } from "./actions";

type CollaboratorTableProps = { app: AppView; collaborators: CollaboratorView[] };

export function CollaboratorTable({ app, collaborators }: CollaboratorTableProps) {
  return (
    <Table>
      <TableHead columns={["Person", { name: "Since", from: "sm" }, ACTIONS]} />
      <tbody>
        <TableRow>
          <TableCell className="h-12 break-all">{app.ownerEmail}</TableCell>
          <TableCell className="text-muted-foreground hidden whitespace-nowrap sm:table-cell">
            <RelativeTime value={app.createdAt} />
          </TableCell>
          <TableCell className="text-muted-foreground text-right">Owner</TableCell>
        </TableRow>
        {collaborators.map(({ email, name, addedAt }) => (
          <TableRow key={email}>
            <TableCell>
              <p className="break-all">{email}</p>
              <p className="text-muted-foreground text-xs">{name}</p>
            </TableCell>
            <TableCell className="text-muted-foreground hidden whitespace-nowrap sm:table-cell">
              <RelativeTime value={addedAt} />
            </TableCell>
            <TableCell className="text-right">
              {app.isManageable && (
                <RowForm
                  action={removeCollaboratorAction}
                  values={{ app: app.name, email }}
                  label="Remove"
                  accessibleLabel={`Remove ${email}`}
                />
              )}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
