import { Table, TableHead } from "@/components/ui/table";
import type { VariableView } from "@/lib/contract/variables";
import { VariableRow } from "./variable-row";

export function VariableTable({ app, variables }: { app: string; variables: VariableView[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <TableHead>Variable</TableHead>
          <TableHead className="hidden md:table-cell">Set by</TableHead>
          <TableHead className="hidden sm:table-cell">Changed</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </tr>
      </thead>
      <tbody>
        {variables.map((variable) => (
          <VariableRow key={`${variable.name} ${variable.updatedAt}`} app={app} variable={variable} />
        ))}
      </tbody>
    </Table>
  );
}
