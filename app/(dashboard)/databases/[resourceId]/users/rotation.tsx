"use client";
import { KeyRound } from "lucide-react";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { useRoleRefusal } from "@/components/roles/role";
import { Alert } from "@/components/ui/alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { endFormerPasswordAction, rotatePasswordAction } from "./actions";

type RotationProps = {
  resourceId: string;
  formerPasswordUntil: string | null;
  /** Why it cannot be rotated now; null when it can. */
  refusal: string | null;
};

export function Rotation({ resourceId, formerPasswordUntil, refusal }: RotationProps) {
  const role = useRoleRefusal();
  if (formerPasswordUntil !== null && role === null)
    return <Former resourceId={resourceId} until={formerPasswordUntil} />;
  if (refusal !== null) return <p className="text-muted-foreground">{refusal}</p>;
  return <Rotate resourceId={resourceId} />;
}

function Rotate({ resourceId }: { resourceId: string }) {
  const { form, error, isPending } = useFormAction(rotatePasswordAction);
  return (
    <form {...form} className="grid max-w-2xl gap-4">
      <input type="hidden" name="resourceId" value={resourceId} />
      <ul className="grid list-disc gap-1 pl-5">
        <li>Redis accepts the new password beside the present one, so that nothing is refused meanwhile.</li>
        <li>The app's variables get the new one, and the app restarts, rolling.</li>
        <li>
          The present one ends once nobody is connected who was before, after 24 hours at the latest. Who has
          copied the URL elsewhere needs the new one by then.
        </li>
      </ul>
      <FormError error={error} />
      <SubmitButton isPending={isPending} variant="outline" className="justify-self-start">
        <KeyRound aria-hidden="true" />
        Rotate the password
      </SubmitButton>
    </form>
  );
}

function Former({ resourceId, until }: { resourceId: string; until: string }) {
  const { form, error, isPending } = useFormAction(endFormerPasswordAction);
  return (
    <div className="grid max-w-2xl gap-3">
      <FormError error={error} />
      <Alert
        title={
          <>
            The former password still lets in; it ends by itself, <RelativeTime value={until} /> at the latest
          </>
        }
        action={
          <form {...form}>
            <input type="hidden" name="resourceId" value={resourceId} />
            <SubmitButton isPending={isPending} variant="destructive-outline">
              End it now
            </SubmitButton>
          </form>
        }
      >
        If somebody has it who should not, end it now. Everybody who is connected is disconnected within
        seconds, the app too, which comes back with the new password.
      </Alert>
    </div>
  );
}
