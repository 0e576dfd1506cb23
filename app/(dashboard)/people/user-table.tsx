import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { UserView } from "@/lib/contract/people";
import { roleName } from "./role-name";

export function UserTable({ users }: { users: UserView[] }) {
  return (
    <Table>
      <TableHead columns={["Name", "Role", { name: "Since", from: "sm" }]} />
      <tbody>
        {users.map(({ email, name, isAdmin, createdAt }) => (
          <TableRow key={email}>
            <TableCell>
              <p className="font-medium">{name}</p>
              <p className="text-muted-foreground text-xs break-all">{email}</p>
            </TableCell>
            <TableCell>{roleName(isAdmin)}</TableCell>
            <TableCell className="text-muted-foreground hidden whitespace-nowrap sm:table-cell">
              <RelativeTime value={createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
