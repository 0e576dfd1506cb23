"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { BackupView } from "@/lib/contract/backups";
import type { OperationView } from "@/lib/contract/operations";
import { engineName } from "@/lib/core/engines/names";
import { OperationProgress } from "../operations/operation-progress";
import { Button } from "../ui/button";
import { Dialog, DialogContent, DialogFooter, ProgressBody } from "../ui/dialog";
import { RelativeTime } from "../ui/relative-time";
import { TextLink } from "../ui/text-link";
import type { BackupActions, RestorePlaces } from "./backup-actions";
import { RestoreInto } from "./restore-into";
import { RestoreIntoNew } from "./restore-into-new";
import { type Way, WayChoice } from "./way-choice";

type RestoreDialogProps = {
  backup: BackupView;
  places: RestorePlaces;
  actions: BackupActions;
  onClose: () => void;
};

/** What a restore would do, the yes to it, and then the steps as they go. */
export function RestoreDialog({ backup, places, actions, onClose }: RestoreDialogProps) {
  const client = useQueryClient();
  const { own } = places;
  const [operation, setOperation] = useState<OperationView | null>(null);
  const [way, setWay] = useState<Way>(own?.refusal === null ? "into" : "new");
  const readAnew = () =>
    void Promise.all([
      client.invalidateQueries({ queryKey: ["apps"] }),
      client.invalidateQueries({ queryKey: ["databases"] }),
    ]);
  const start = (started: OperationView) => {
    setOperation(started);
    readAnew();
  };
  const choice = <WayChoice own={own} way={way} onChoose={setWay} />;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title="Restore a backup"
        description={
          <>
            Of <span className="font-mono">{backup.resourceId}</span>, taken{" "}
            <RelativeTime value={backup.createdAt} />, {engineName(backup.engine)} {backup.version}
          </>
        }
        className="sm:max-w-3xl"
      >
        {operation ? (
          <Progress operation={operation} onFinished={readAnew} onClose={onClose} />
        ) : own && way === "into" ? (
          <RestoreInto
            backup={backup}
            resourceId={own.resourceId}
            action={actions.restoreBackup}
            onStarted={start}
            onCancel={onClose}
          >
            {choice}
          </RestoreInto>
        ) : (
          <RestoreIntoNew
            backup={backup}
            places={places}
            action={actions.restoreIntoNew}
            onStarted={start}
            onCancel={onClose}
          >
            {choice}
          </RestoreIntoNew>
        )}
      </DialogContent>
    </Dialog>
  );
}

type ProgressProps = { operation: OperationView; onFinished: () => void; onClose: () => void };

function Progress({ operation, onFinished, onClose }: ProgressProps) {
  const { id, appName, resourceId, kind } = operation;
  return (
    <>
      <ProgressBody>
        <OperationProgress app={appName} operationId={id} initial={operation} onProgress={onFinished}>
          <p className="bg-accent rounded-md px-4 py-3">
            {kind === "restore" ? (
              <>
                The data from before is kept for 24 hours:{" "}
                <TextLink href={`/databases/${resourceId}/settings#undo`} prefetch={false}>
                  Undo the restore
                </TextLink>
              </>
            ) : (
              <>
                Its address is in the environment of {appName}.{" "}
                <TextLink href={`/databases/${resourceId}`} prefetch={false}>
                  Open {resourceId}
                </TextLink>
              </>
            )}
          </p>
        </OperationProgress>
      </ProgressBody>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
      </DialogFooter>
    </>
  );
}
