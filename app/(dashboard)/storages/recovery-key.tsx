"use client";
import { KeyRound } from "lucide-react";
import { CheckConfirmation } from "@/components/forms/check-confirmation";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Card } from "@/components/ui/card";
import { saveFile } from "@/components/ui/save-file";
import { downloadRecoveryKeyAction } from "./actions";

/** Gives the key away once, to be kept where Berth is not. */
export function RecoveryKey({ givenAt }: { givenAt: string | null }) {
  const { form, data, error, fields, isPending } = useFormAction(downloadRecoveryKeyAction, saveFile);
  if (data)
    return (
      <Card role="status" className="max-w-2xl">
        <p>
          <span className="font-mono break-all">{data.fileName}</span> was downloaded. Put it where your team
          keeps its secrets, away from this machine; it is not given again.
        </p>
      </Card>
    );
  if (givenAt)
    return (
      <Card className="max-w-2xl">
        <p>
          It was downloaded on {givenAt.slice(0, 10)}, and is given once. Look where your team keeps its
          secrets.
        </p>
      </Card>
    );
  return (
    <Card className="max-w-2xl">
      <form {...form} className="grid gap-4">
        <ul className="grid list-disc gap-1 pl-5">
          <li>
            With it, <code className="font-mono">age -d</code> and <code className="font-mono">tar</code> open
            every stored backup, without Berth.
          </li>
          <li>Whoever has it can read all data of all apps: that is why it is given once.</li>
        </ul>
        <FormError error={error} />
        <CheckConfirmation name="isUnderstood" errors={fields.isUnderstood}>
          I have a safe place for it, away from this machine
        </CheckConfirmation>
        <SubmitButton isPending={isPending} variant="outline" className="justify-self-start">
          {!isPending && <KeyRound aria-hidden="true" />}
          Download the recovery key
        </SubmitButton>
      </form>
    </Card>
  );
}
