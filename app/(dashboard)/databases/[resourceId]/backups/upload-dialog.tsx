"use client";
import { Upload } from "lucide-react";
import { useState } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { GuardedButton } from "@/components/ui/guarded-button";
import { UploadForm } from "./upload-form";

type UploadDialogProps = {
  resourceId: string;
  app: string;
  /** Why nothing can be taken now; null when it can. */
  refusal: string | null;
};

export function UploadDialog({ resourceId, app, refusal }: UploadDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <GuardedButton refusal={refusal} aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <Upload aria-hidden="true" />
        Upload
      </GuardedButton>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogContent
          title="Upload a dump"
          description="A dump of Redis (.rdb), or an archive as Berth gives them, becomes a backup made by hand. Then it can be restored like any other."
        >
          <UploadForm resourceId={resourceId} app={app} onClose={() => setIsOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  );
}
