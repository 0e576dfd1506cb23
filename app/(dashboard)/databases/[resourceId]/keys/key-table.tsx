import { Folder as FolderIcon } from "lucide-react";
import Link from "next/link";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { ApiKey } from "@/lib/contract/api/keys";
import type { DataFilter, DataPlace } from "@/lib/contract/data-client";
import { formatBytes, formatDuration } from "@/lib/core/units";
import { keysAddress } from "./addresses";
import { bytesLabel } from "./bytes-label";
import { above, levelOf, patternOf, prefixOf } from "./key-tree";

const COLUMNS = [
  "Key",
  "Type",
  { name: "Encoding", from: "sm" as const },
  "Time left",
  { name: "Size", className: "text-right" },
];

type KeyTableProps = { keys: ApiKey[]; place: DataPlace; filter: DataFilter; selected: string };

/** One level of the tree: folders first. */
export function KeyTable({ keys, place, filter, selected }: KeyTableProps) {
  const prefix = prefixOf(filter.pattern);
  const level = levelOf(keys, prefix);
  const inside = (folder: string) =>
    keysAddress(place, { ...filter, pattern: folder === "" ? "" : patternOf(folder) });
  return (
    <div className="grid min-w-0 gap-2">
      {prefix !== "" && (
        <p className="min-w-0 break-all">
          <TextLink href={inside(above(prefix))}>Up</TextLink>, from <code>{prefix}</code>
        </p>
      )}
      <Table>
        <TableHead columns={COLUMNS} />
        <tbody>
          {level.folders.map((folder) => (
            <TableRow key={folder.prefix}>
              <TableCell className="font-mono break-all">
                <Link href={inside(folder.prefix)} className="inline-flex items-center gap-2 underline">
                  <FolderIcon aria-hidden="true" className="size-4 shrink-0" />
                  {folder.prefix}
                </Link>
              </TableCell>
              <TableCell colSpan={2} className="text-muted-foreground">
                {folder.keys.toLocaleString("en")} loaded
              </TableCell>
              <TableCell className="hidden sm:table-cell" />
              <TableCell className="text-right">{formatBytes(folder.memoryBytes)}</TableCell>
            </TableRow>
          ))}
          {level.keys.map((row) => (
            <TableRow key={row.key} className={row.key === selected ? "bg-accent" : undefined}>
              <TableCell className="font-mono break-all">
                <Link
                  href={keysAddress(place, filter, row.key)}
                  aria-current={row.key === selected || undefined}
                  className="underline"
                >
                  {bytesLabel(row.key)}
                </Link>
              </TableCell>
              <TableCell>{row.type}</TableCell>
              <TableCell className="hidden sm:table-cell">{row.encoding}</TableCell>
              <TableCell className="whitespace-nowrap">
                {row.ttl_ms === null ? "stays" : formatDuration(row.ttl_ms)}
              </TableCell>
              <TableCell className="text-right whitespace-nowrap">{formatBytes(row.memory_bytes)}</TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
