"use client";
import { SubmitButton } from "../forms/submit-button";
import { useFormAction } from "../forms/use-form-action";
import type { NotifierActions } from "./notifier-actions";

type TestButtonProps = {
  action: NotifierActions["test"];
  values: { app: string; notifierId: string };
  name: string;
};

/** Sends a message now; what became of it is said, and stands in the row afterwards. */
export function TestButton({ action, values, name }: TestButtonProps) {
  const { form, data, error, isPending } = useFormAction(action);
  return (
    <form {...form}>
      <input type="hidden" name="app" value={values.app} />
      <input type="hidden" name="notifierId" value={values.notifierId} />
      <SubmitButton isPending={isPending} variant="outline" size="sm" aria-label={`Test ${name}`}>
        Test
      </SubmitButton>
      <p role="status" className="sr-only">
        {data && !isPending && (data.state === "delivered" ? "Delivered." : `Not delivered: ${data.reason}`)}
      </p>
      {error && (
        <p role="alert" className="text-destructive text-xs">
          {error.message}
        </p>
      )}
    </form>
  );
}
