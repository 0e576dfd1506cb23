"use client";
import { useState } from "react";
import { OperationProgress } from "@/components/operations/operation-progress";
import { Button } from "@/components/ui/button";
import { DialogFooter, ProgressBody } from "@/components/ui/dialog";
import type { ImportCheckView } from "@/lib/contract/imports";
import type { OperationView } from "@/lib/contract/operations";
import { ImportRunning } from "./import-running";
import { ImportSourceForm, type SourceGiven } from "./import-source-form";
import { ImportStartForm } from "./import-start-form";

type Stage =
  | { is: "asking" }
  | { is: "seen"; source: SourceGiven; check: ImportCheckView }
  | { is: "begun"; operation: OperationView };

/** The URL, what was found there, and the copy as it goes. */
export function ImportSteps({ resourceId, onClose }: { resourceId: string; onClose: () => void }) {
  const [stage, setStage] = useState<Stage>({ is: "asking" });
  if (stage.is === "asking")
    return (
      <ImportSourceForm
        resourceId={resourceId}
        onSeen={(source, check) => setStage({ is: "seen", source, check })}
        onCancel={onClose}
      />
    );
  if (stage.is === "seen")
    return (
      <ImportStartForm
        resourceId={resourceId}
        source={stage.source}
        check={stage.check}
        onStarted={(operation) => setStage({ is: "begun", operation })}
        onBack={() => setStage({ is: "asking" })}
      />
    );
  return <Running resourceId={resourceId} operation={stage.operation} onClose={onClose} />;
}

type RunningProps = { resourceId: string; operation: OperationView; onClose: () => void };

function Running({ resourceId, operation, onClose }: RunningProps) {
  const [isOver, setIsOver] = useState(false);
  return (
    <>
      <ProgressBody>
        <OperationProgress
          app={operation.appName}
          operationId={operation.id}
          initial={operation}
          onProgress={() => setIsOver(true)}
        >
          <p className="bg-accent rounded-md px-4 py-3">
            {resourceId} has the imported keys. Its former data is kept for 24 hours: Undo, under Settings.
          </p>
        </OperationProgress>
      </ProgressBody>
      <DialogFooter>
        {!isOver && <ImportRunning resourceId={resourceId} operation={operation} />}
        <Button onClick={onClose}>Close</Button>
      </DialogFooter>
    </>
  );
}
