"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { removeAddonAction } from "@/app/actions/remove-addon";
import { RemoveAddonForm } from "@/components/addons/remove-addon-form";
import { OperationProgress } from "@/components/operations/operation-progress";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import type { AddonView } from "@/lib/contract/addons";
import type { OperationView } from "@/lib/contract/operations";
import { ADD_BUTTON_ID } from "./add-button-id";

type RemoveAddonDialogProps = {
  app: string;
  addon: AddonView;
  /** Whether its plan has them. */
  hasBackups: boolean;
  onClose: () => void;
};

export function RemoveAddonDialog({ app, addon, hasBackups, onClose }: RemoveAddonDialogProps) {
  const client = useQueryClient();
  const [operation, setOperation] = useState<OperationView | null>(null);
  const readAnew = () => void client.invalidateQueries({ queryKey: ["apps", app, "addons"] });
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={`Remove ${addon.resourceId}`}
        description={`The Redis of ${app}, plan ${addon.planId}.`}
        fallbackFocusId={ADD_BUTTON_ID}
      >
        <DialogBody>
          {operation ? (
            <OperationProgress app={app} operationId={operation.id} initial={operation} onProgress={readAnew}>
              <p>
                {hasBackups
                  ? "Its backups are kept for 30 days, below the addons of the app."
                  : "Its data is kept for 24 hours, as long as nobody removes its volume."}
              </p>
            </OperationProgress>
          ) : (
            <RemoveAddonForm
              app={app}
              resourceId={addon.resourceId}
              takesBackup={hasBackups && addon.status === "running" && addon.dataGoneAt === null}
              action={removeAddonAction}
              onStarted={(started) => {
                setOperation(started);
                readAnew();
              }}
            />
          )}
        </DialogBody>
        {operation && (
          <DialogFooter>
            <Button onClick={onClose}>Close</Button>
          </DialogFooter>
        )}
      </DialogContent>
    </Dialog>
  );
}
