"use client";
import { Download } from "lucide-react";
import { useState } from "react";
import type { BackupView, DownloadLinkView } from "@/lib/contract/backups";
import type { FormAction } from "@/lib/contract/errors";
import { SubmitButton } from "../forms/submit-button";
import { useFormAction } from "../forms/use-form-action";
import { LazyDownloadDialog } from "./lazy-dialogs";
import { utcMoment } from "./times";

type DownloadButtonProps = { backup: BackupView; action: FormAction<DownloadLinkView> };

/** Makes a link that needs no session, and shows it: to follow here, or to be taken elsewhere. */
export function DownloadButton({ backup, action }: DownloadButtonProps) {
  const [link, setLink] = useState<DownloadLinkView | null>(null);
  const { form, error, isPending } = useFormAction(action, setLink);
  return (
    <form {...form}>
      <input type="hidden" name="backupId" value={backup.id} />
      <SubmitButton
        isPending={isPending}
        variant="outline"
        size="sm"
        aria-haspopup="dialog"
        aria-label={`Download the backup of ${utcMoment(backup.createdAt)}`}
      >
        {!isPending && <Download aria-hidden="true" />}
        <span className="hidden sm:inline">Download</span>
      </SubmitButton>
      {error && (
        <p role="alert" className="text-destructive max-w-40 text-xs">
          {error.message}
        </p>
      )}
      {link && <LazyDownloadDialog link={link} onClose={() => setLink(null)} />}
    </form>
  );
}
