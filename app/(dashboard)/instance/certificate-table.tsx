import { Moment } from "@/components/clock/moment";
import { RelativeTime } from "@/components/ui/relative-time";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextTable } from "@/components/ui/text-table";
import type { CertificateView } from "@/lib/contract/instance";

export function CertificateTable({ certificates }: { certificates: CertificateView[] }) {
  return (
    <TextTable>
      <TableHead columns={["Certificate", "Ends"]} />
      <tbody>
        {certificates.map(({ name, endsAt }) => (
          <TableRow key={name}>
            <TableCell className="[overflow-wrap:anywhere]">{name}</TableCell>
            <TableCell>
              <RelativeTime value={endsAt} />
              <p className="text-muted-foreground text-xs">
                <Moment value={endsAt} hasYear />
              </p>
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </TextTable>
  );
}
