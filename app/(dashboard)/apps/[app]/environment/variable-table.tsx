import { ACTIONS, Table, TableHead } from "@/components/ui/table";
import type { VariableView } from "@/lib/contract/variables";
import { VariableRow } from "./variable-row";

export function VariableTable({ app, variables }: { app: string; variables: VariableView[] }) {
  return (
    <Table>
      <TableHead
        columns={["Variable", { name: "Set by", from: "md" }, { name: "Changed", from: "sm" }, ACTIONS]}
      />
      <tbody>
        {variables.map((variable) => (
          <VariableRow key={`${variable.name} ${variable.updatedAt}`} app={app} variable={variable} />
        ))}
      </tbody>
    </Table>
  );
}
