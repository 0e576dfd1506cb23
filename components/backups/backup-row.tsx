import { ArchiveRestore } from "lucide-react";
import type { BackupView, DownloadLinkView } from "@/lib/contract/backups";
import type { FormAction } from "@/lib/contract/errors";
import { engineName } from "@/lib/core/engines/names";
import { formatBytes, formatDuration } from "@/lib/core/units";
import { Operators } from "../roles/role";
import { Button } from "../ui/button";
import { RelativeTime } from "../ui/relative-time";
import { Status } from "../ui/status";
import { TableCell, TableRow } from "../ui/table";
import { TextLink } from "../ui/text-link";
import { DownloadButton } from "./download-button";
import { utcMoment } from "./times";
import { keysWords, methodWords, statusLook } from "./words";

type BackupRowProps = {
  backup: BackupView;
  app: string;
  action: FormAction<DownloadLinkView>;
  onRestore: (backup: BackupView) => void;
};

const NOTE = "text-muted-foreground text-xs";

export function BackupRow({ backup, app, action, onRestore }: BackupRowProps) {
  const { createdAt, bytes, keys, keysByDatabase, keptFor, engine, version, status } = backup;
  const size = bytes === null ? "—" : formatBytes(bytes);
  const count = keys === null ? "—" : keys.toLocaleString("en");
  return (
    <TableRow>
      <TableCell className="min-w-32 align-top">
        <RelativeTime value={createdAt} className="font-medium" />
        <p className={NOTE}>
          {methodWords(backup)} · {engineName(engine)} {version}
        </p>
        <p className={`${NOTE} md:hidden`}>
          <span className="sm:hidden">
            {size}, {count} keys.{" "}
          </span>
          Kept: {keptFor}
        </p>
      </TableCell>
      <TableCell className="align-top">
        <BackupState backup={backup} app={app} />
      </TableCell>
      <TableCell className="hidden align-top whitespace-nowrap sm:table-cell">{size}</TableCell>
      <TableCell className="hidden align-top sm:table-cell">
        {count}
        {keysWords(keysByDatabase) && <p className={NOTE}>{keysWords(keysByDatabase)}</p>}
      </TableCell>
      <TableCell className="hidden align-top md:table-cell">{keptFor}</TableCell>
      <TableCell className="align-top">
        {status === "done" && (
          <Operators>
            <div className="flex justify-end gap-1">
              <DownloadButton backup={backup} action={action} />
              <Button
                size="sm"
                aria-haspopup="dialog"
                aria-label={`Restore the backup of ${utcMoment(createdAt)}`}
                onClick={() => onRestore(backup)}
              >
                <ArchiveRestore aria-hidden="true" />
                <span className="hidden sm:inline">Restore</span>
              </Button>
            </div>
          </Operators>
        )}
      </TableCell>
    </TableRow>
  );
}

/** Its state with the reason, and what has proven it. */
function BackupState({ backup, app }: { backup: BackupView; app: string }) {
  const { error, operationId, provenAt, drilledAt, loadMs, copies } = backup;
  const { tone, word } = statusLook(backup);
  return (
    <div className="grid gap-0.5">
      <Status tone={tone}>{word}</Status>
      {error && <p className="text-xs [overflow-wrap:anywhere]">{error}</p>}
      {operationId && (
        <TextLink href={`/apps/${app}/operations/${operationId}`} prefetch={false} className="text-xs">
          Its steps
        </TextLink>
      )}
      {(drilledAt ?? provenAt) && (
        <p className={NOTE}>
          Loaded <RelativeTime value={drilledAt ?? provenAt ?? ""} />
          {loadMs !== null && `, in ${formatDuration(loadMs)}`}
        </p>
      )}
      {copies
        .filter((copy) => copies.length > 1 || copy.error)
        .map((copy) => (
          <p key={copy.storage} className={`${NOTE} [overflow-wrap:anywhere]`}>
            {copy.storage}: {copy.error ?? (copy.isProven ? "proven" : "stored")}
            {copy.nextTryAt && (
              <>
                {" "}
                The next try is due <RelativeTime value={copy.nextTryAt} />.
              </>
            )}
          </p>
        ))}
    </div>
  );
}
