import { RowForm } from "@/components/forms/row-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { AppView, CollaboratorView } from "@/lib/contract/apps";
import { ROLE_WORDS } from "@/lib/core/people/roles";
import { removeCollaboratorAction } from "./actions";
import { RoleForm } from "./role-form";

type CollaboratorTableProps = { app: AppView; collaborators: CollaboratorView[] };

export function CollaboratorTable({ app, collaborators }: CollaboratorTableProps) {
  return (
    <Table>
      <TableHead columns={["Person", "Role", { name: "Since", from: "sm" }, ACTIONS]} />
      <tbody>
        <TableRow>
          <TableCell className="h-12 break-all">{app.ownerEmail}</TableCell>
          <TableCell>Owner, whose app it is</TableCell>
          <TableCell className="text-muted-foreground hidden whitespace-nowrap sm:table-cell">
            <RelativeTime value={app.createdAt} />
          </TableCell>
          <TableCell />
        </TableRow>
        {collaborators.map((collaborator) => (
          <CollaboratorRow key={collaborator.email} app={app} collaborator={collaborator} />
        ))}
      </tbody>
    </Table>
  );
}

type CollaboratorRowProps = { app: AppView; collaborator: CollaboratorView };

function CollaboratorRow({ app, collaborator }: CollaboratorRowProps) {
  const { email, name, role, addedAt } = collaborator;
  return (
    <TableRow>
      <TableCell>
        <p className="break-all">{email}</p>
        <p className="text-muted-foreground text-xs">{name}</p>
      </TableCell>
      <TableCell>
        {app.isManageable ? <RoleForm app={app.name} collaborator={collaborator} /> : ROLE_WORDS[role].name}
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
  );
}
