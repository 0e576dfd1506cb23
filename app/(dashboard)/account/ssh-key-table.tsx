import { RowForm } from "@/components/forms/row-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { SshKeyView } from "@/lib/contract/tokens";
import { removeSshKeyAction } from "./actions";

export function SshKeyTable({ keys }: { keys: SshKeyView[] }) {
  return (
    <Table>
      <TableHead columns={["Key", { name: "Fingerprint", from: "sm" }, "Added", ACTIONS]} />
      <tbody>
        {keys.map(({ id, name, fingerprint, createdAt }) => (
          <TableRow key={id}>
            <TableCell className="break-words">{name}</TableCell>
            <TableCell className="hidden font-mono text-xs break-all sm:table-cell">{fingerprint}</TableCell>
            <TableCell className="text-muted-foreground whitespace-nowrap">
              <RelativeTime value={createdAt} />
            </TableCell>
            <TableCell className="text-right">
              <RowForm
                action={removeSshKeyAction}
                values={{ id }}
                label="Remove"
                accessibleLabel={`Remove the key ${name}`}
              />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
