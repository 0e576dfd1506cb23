import type { RestorePreview } from "@/lib/contract/backups";
import { formatBytes } from "@/lib/core/units";
import { RelativeTime } from "../ui/relative-time";
import { Table, TableCell, TableHead, TableRow } from "../ui/table";
import { utcMoment } from "./times";
import { keysWords } from "./words";

/** The backup beside the database as it is, and in a sentence what would be lost. */
export function RestoreComparison({ preview: { backup, present } }: { preview: RestorePreview }) {
  const { createdAt, keys, keysByDatabase, dumpBytes, version } = backup;
  const byDatabase = keysWords(keysByDatabase);
  return (
    <section className="grid gap-3">
      <Table>
        <TableHead columns={[{ name: "What", isUnseen: true }, "In the backup", "Now in the database"]} />
        <tbody>
          <TableRow>
            <Name>Taken</Name>
            <TableCell>
              <RelativeTime value={createdAt} />
            </TableCell>
            <TableCell>{present ? "—" : "nothing within reach"}</TableCell>
          </TableRow>
          <TableRow>
            <Name>Keys</Name>
            <TableCell>
              {countOf(keys)}
              {byDatabase && <p className="text-muted-foreground text-xs">{byDatabase}</p>}
            </TableCell>
            <TableCell>{countOf(present?.keys ?? null)}</TableCell>
          </TableRow>
          <TableRow>
            <Name>Size</Name>
            <TableCell>{dumpBytes === null ? "—" : `${formatBytes(dumpBytes)} as a dump`}</TableCell>
            <TableCell>{present ? `${formatBytes(present.usedMemoryBytes)} in memory` : "—"}</TableCell>
          </TableRow>
          <TableRow>
            <Name>Redis</Name>
            <TableCell>{version}</TableCell>
            <TableCell>{present?.version ?? "—"}</TableCell>
          </TableRow>
        </tbody>
      </Table>
      {present && (
        <p>
          Everything that was written after {utcMoment(createdAt)} (<RelativeTime value={createdAt} />) is
          lost: what was added since is gone, what was changed or deleted is as it was. Keys whose time has
          run out since do not come back.
        </p>
      )}
    </section>
  );
}

const countOf = (keys: number | null): string => keys?.toLocaleString("en") ?? "—";

function Name({ children }: { children: string }) {
  return (
    <th scope="row" className="text-muted-foreground py-2 pr-3 pl-4 text-left text-xs font-medium">
      {children}
    </th>
  );
}
