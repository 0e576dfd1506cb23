"use client";
import { Download } from "lucide-react";
import type { DownloadLinkView } from "@/lib/contract/backups";
import { formatBytes } from "@/lib/core/units";
import { buttonVariants } from "../ui/button-variants";
import { CodeBlock } from "../ui/code-block";
import { CopyButton } from "../ui/copy-button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "../ui/dialog";
import { RelativeTime } from "../ui/relative-time";

/** A link to follow here, or to be taken elsewhere. */
export function DownloadDialog({ link, onClose }: { link: DownloadLinkView; onClose: () => void }) {
  const { path, fileName, bytes, expiresAt } = link;
  // Berth may be reached by another name than the one it knows itself by.
  const url = new URL(path, location.href).href;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title="Download"
        description={<span className="break-all">{`${fileName}, ${formatBytes(bytes)}`}</span>}
      >
        <DialogBody>
          <p>
            The link opens this one backup, without signing in, for whoever has it. It ends{" "}
            <RelativeTime value={expiresAt} />.
          </p>
          <CodeBlock title="With curl" code={`curl -fOJ '${url}'`} />
          <p className="text-muted-foreground">
            The archive holds one folder with <code className="font-mono">dump.rdb</code>, which Redis loads
            at its start.
          </p>
        </DialogBody>
        <DialogFooter>
          <CopyButton text={url} what="the link" label="Copy the link" />
          <a href={path} download={fileName} className={buttonVariants({ variant: "primary" })}>
            <Download aria-hidden="true" />
            Download
          </a>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
