"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { StorageView } from "@/lib/contract/storages";
import { formatBytes } from "@/lib/core/units";
import { RemoveStorageDialog } from "./remove-storage-dialog";

/** Storages with what is in them. The dialog stands here because a row goes away with its storage. */
export function StorageTable({ storages }: { storages: StorageView[] }) {
  const [removed, setRemoved] = useState<StorageView | null>(null);
  return (
    <>
      <Table>
        <TableHead
          columns={["Name", "State", { name: "Backups", from: "sm" }, { name: "Free", from: "md" }, ACTIONS]}
        />
        <tbody>
          {storages.map((storage) => (
            <StorageRow key={storage.id} storage={storage} onRemove={setRemoved} />
          ))}
        </tbody>
      </Table>
      {removed && <RemoveStorageDialog storage={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}

const NOTE = "text-muted-foreground text-xs";

type StorageRowProps = { storage: StorageView; onRemove: (storage: StorageView) => void };

function StorageRow({ storage, onRemove }: StorageRowProps) {
  const { name, place, endpoint, backups, bytes, freeBytes } = storage;
  const held = `${backups.toLocaleString("en")}, ${formatBytes(bytes)}`;
  return (
    <TableRow>
      <TableCell className="min-w-32 align-top">
        <p className="font-medium">{name}</p>
        <p className={`${NOTE} font-mono break-all`}>{place}</p>
        {endpoint && <p className={`${NOTE} break-all`}>{endpoint}</p>}
        <p className={`${NOTE} sm:hidden`}>Backups: {held}</p>
      </TableCell>
      <TableCell className="align-top">
        <StorageState storage={storage} />
      </TableCell>
      <TableCell className="hidden align-top sm:table-cell">{held}</TableCell>
      <TableCell className="hidden align-top md:table-cell">
        {freeBytes === null ? "—" : formatBytes(freeBytes)}
      </TableCell>
      <TableCell className="text-right align-top">
        <Button
          size="sm"
          aria-haspopup="dialog"
          aria-label={`Remove ${name}`}
          onClick={() => onRemove(storage)}
        >
          Remove
        </Button>
      </TableCell>
    </TableRow>
  );
}

function StorageState({ storage: { error, lastError, unknownObjects } }: { storage: StorageView }) {
  return (
    <>
      <Status tone={error ? "danger" : "success"}>{error ? "Not reached" : "In order"}</Status>
      {error && <p className="text-xs [overflow-wrap:anywhere]">{error}</p>}
      {lastError && !error && (
        <p className="text-warning text-xs [overflow-wrap:anywhere]">
          It failed <RelativeTime value={lastError.at} />: {lastError.message}
        </p>
      )}
      {unknownObjects !== null && unknownObjects > 0 && (
        <p className={NOTE}>
          It holds {unknownObjects === 1 ? "one object" : `${unknownObjects.toLocaleString("en")} objects`} of
          this Berth that no record knows. Berth never deletes such.
        </p>
      )}
    </>
  );
}
