import { RowForm } from "@/components/forms/row-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { PasskeyView } from "@/lib/contract/passkeys";
import { removePasskeyAction } from "./actions";

export function PasskeyTable({ passkeys }: { passkeys: PasskeyView[] }) {
  return (
    <Table>
      <TableHead columns={["Passkey", "Added", "Last used", ACTIONS]} />
      <tbody>
        {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <TableRow key={id}>
            <TableCell className="break-words">{name}</TableCell>
            <TableCell className="text-muted-foreground whitespace-nowrap">
              <RelativeTime value={createdAt} />
            </TableCell>
            <TableCell className="text-muted-foreground whitespace-nowrap">
              {lastUsedAt ? <RelativeTime value={lastUsedAt} /> : "never"}
            </TableCell>
            <TableCell className="text-right">
              <RowForm
                action={removePasskeyAction}
                values={{ id }}
                label="Remove"
                accessibleLabel={`Remove the passkey ${name}`}
              />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
