import { Status } from "@/components/ui/status";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextTable } from "@/components/ui/text-table";
import type { PartView } from "@/lib/contract/health";

/** What is to mend stands first. */
export function FindingTable({ findings }: { findings: PartView[] }) {
  const sorted = findings.toSorted((one, other) => Number(one.isHealthy) - Number(other.isHealthy));
  return (
    <TextTable>
      <TableHead columns={["Part", "State", "What it says"]} />
      <tbody>
        {sorted.map(({ name, isHealthy, detail, reason }) => (
          <TableRow key={name}>
            <TableCell className="align-top font-medium">{name}</TableCell>
            <TableCell className="align-top">
              <Status tone={isHealthy ? "success" : "danger"}>{isHealthy ? "Well" : "To mend"}</Status>
            </TableCell>
            <TableCell className="align-top [overflow-wrap:anywhere]">{reason ?? detail ?? "–"}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </TextTable>
  );
}
