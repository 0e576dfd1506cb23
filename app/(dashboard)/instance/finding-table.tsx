import { Status } from "@/components/ui/status";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { PartView } from "@/lib/contract/health";

/** What is to mend stands first. */
export function FindingTable({ findings }: { findings: PartView[] }) {
  const sorted = findings.toSorted((one, other) => Number(one.isHealthy) - Number(other.isHealthy));
  return (
    <Table>
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
    </Table>
  );
}
