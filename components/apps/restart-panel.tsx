"use client";
import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormAction } from "@/lib/contract/errors";
import type { OperationView } from "@/lib/contract/operations";
import { FormError } from "../forms/form-error";
import { SubmitButton } from "../forms/submit-button";
import { useFormAction } from "../forms/use-form-action";
import { OperationProgress } from "../operations/operation-progress";
import { Alert } from "../ui/alert";
import { Card } from "../ui/card";

type RestartPanelProps = {
  app: string;
  /** True when variables or the source changed after the containers started. */
  needsRestart: boolean;
  action: FormAction<OperationView>;
  /** A restart that had begun before the page was opened. */
  unfinished: OperationView | null;
  /** True to offer a restart also when none is needed. */
  isAlwaysOffered?: boolean;
  className?: string;
};

/** Offers a restart and shows its steps; nothing when there is nothing to offer. */
export function RestartPanel({
  app,
  needsRestart,
  action,
  unfinished,
  isAlwaysOffered = false,
  className,
}: RestartPanelProps) {
  const { refresh } = useRouter();
  const [shown, setShown] = useState(unfinished);
  const [isRunning, setIsRunning] = useState(unfinished !== null);
  const { form, error, isPending } = useFormAction(action, (operation) => {
    setShown(operation);
    setIsRunning(true);
  });
  const finish = () => {
    setIsRunning(false);
    refresh();
  };
  const isOffered = !isRunning && (needsRestart || isAlwaysOffered);
  if (!isOffered && !shown) return null;
  const button = (
    <form {...form}>
      <input type="hidden" name="app" value={app} />
      <SubmitButton isPending={isPending} variant={needsRestart ? "primary" : "outline"}>
        {!isPending && <RotateCw aria-hidden="true" />}
        Restart
      </SubmitButton>
    </form>
  );
  return (
    <div className={className}>
      <div className="grid gap-3">
        <FormError error={error} />
        {isOffered && !needsRestart && button}
        {isOffered && needsRestart && (
          <Alert tone="warning" title="Restart to apply" action={button}>
            Variables or settings have changed since the containers started.
          </Alert>
        )}
        {shown && (
          <Card>
            <OperationProgress
              key={shown.id}
              app={app}
              operationId={shown.id}
              initial={shown}
              onProgress={finish}
            />
          </Card>
        )}
      </div>
    </div>
  );
}
