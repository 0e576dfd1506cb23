"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { backupsQuery } from "@/components/backups/queries";
import { Field } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { OperationProgress } from "@/components/operations/operation-progress";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Meter } from "@/components/ui/meter";
import { formatBytes } from "@/lib/core/units";
import { useUpload } from "./use-upload";

type UploadFormProps = { resourceId: string; app: string; onClose: () => void };

/** The file, how much of it has left, and then the steps that prove it. */
export function UploadForm({ resourceId, app, onClose }: UploadFormProps) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const readAnew = () => void client.invalidateQueries({ queryKey: backupsQuery(resourceId).queryKey });
  const { state, send } = useUpload(resourceId, readAnew);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (file) void send(file);
  };
  if (state.is === "stored")
    return (
      <>
        <DialogBody>
          {state.backup.operationId ? (
            <OperationProgress app={app} operationId={state.backup.operationId} onProgress={readAnew}>
              <p className="bg-accent rounded-md px-4 py-3">It stands in the list, ready to be restored.</p>
            </OperationProgress>
          ) : (
            <p role="status">It stands in the list.</p>
          )}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Close</Button>
        </DialogFooter>
      </>
    );
  const refusal = state.is === "refused" ? [state.message] : undefined;
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field
          name="file"
          label="File"
          hint="It is checked before anything is done with it, and counts once a Redis has loaded it."
          errors={refusal}
        >
          {(control) => (
            <Input
              {...control}
              type="file"
              required
              accept=".rdb,.gz,.tgz"
              disabled={state.is === "sending"}
              onChange={({ target }) => setFile(target.files?.[0] ?? null)}
              className="h-auto py-1.5"
            />
          )}
        </Field>
        {state.is === "sending" && file && <Progress sentBytes={state.sentBytes} totalBytes={file.size} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{state.is === "sending" ? "Stop" : "Cancel"}</Button>
        <SubmitButton isPending={state.is === "sending"}>Upload</SubmitButton>
      </DialogFooter>
    </form>
  );
}

function Progress({ sentBytes, totalBytes }: { sentBytes: number; totalBytes: number }) {
  const isSent = sentBytes >= totalBytes;
  const words = isSent
    ? "All of it is there; it is being stored."
    : `${formatBytes(sentBytes)} of ${formatBytes(totalBytes)} sent`;
  const ratio = totalBytes > 0 ? Math.min(1, sentBytes / totalBytes) : 1;
  return (
    <div className="grid gap-1">
      <div
        role="progressbar"
        aria-label="Upload"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(ratio * 100)}
        aria-valuetext={words}
      >
        <Meter usedRatio={ratio} kind="progress" />
      </div>
      <p className="text-muted-foreground text-xs tabular-nums">{words}</p>
    </div>
  );
}
