import { RowForm } from "@/components/forms/row-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { TokenView } from "@/lib/contract/tokens";
import { revokeTokenAction } from "./actions";

const SCOPE_NAMES: Record<TokenView["scope"], string> = {
  look: "Look only, without secrets",
  read: "Look only, also at secrets",
  write: "Look and change",
  admin: "Administrator",
};

export function TokenTable({ tokens }: { tokens: TokenView[] }) {
  return (
    <Table>
      <TableHead
        columns={[
          "Token",
          "May",
          { name: "App", from: "md" },
          { name: "Last used", from: "sm" },
          "Ends",
          ACTIONS,
        ]}
      />
      <tbody>
        {tokens.map(({ id, name, scope, appName, lastUsedAt, expiresAt }) => (
          <TableRow key={id}>
            <TableCell className="break-words">{name}</TableCell>
            <TableCell>{SCOPE_NAMES[scope]}</TableCell>
            <TableCell className="hidden font-mono text-xs md:table-cell">{appName ?? "all"}</TableCell>
            <TableCell className="text-muted-foreground hidden whitespace-nowrap sm:table-cell">
              {lastUsedAt ? <RelativeTime value={lastUsedAt} /> : "never"}
            </TableCell>
            <TableCell className="text-muted-foreground whitespace-nowrap">
              {expiresAt ? <RelativeTime value={expiresAt} /> : "when revoked"}
            </TableCell>
            <TableCell className="text-right">
              <RowForm
                action={revokeTokenAction}
                values={{ id }}
                label="Revoke"
                accessibleLabel={`Revoke the token for ${name}`}
              />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
