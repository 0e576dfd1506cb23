"use client";
import type { FormAction } from "@/lib/contract/errors";
import type { PasskeyQuestionView } from "@/lib/contract/passkeys";
import { FormError } from "../forms/form-error";
import { SubmitButton } from "../forms/submit-button";
import { useFormAction } from "../forms/use-form-action";
import { useInBrowser } from "../ui/use-in-browser";
import { answerOf } from "./answer-of";

type PasskeySignInProps = {
  /** Where to go afterwards. */
  next: string | undefined;
  ask: FormAction<PasskeyQuestionView>;
  signIn: FormAction<never>;
};

/** A button that signs in by a passkey of the device, where the browser knows of such. */
export function PasskeySignIn({ next, ask, signIn }: PasskeySignInProps) {
  const { form, error, isPending } = useFormAction<never>(async (_previous, fields) => {
    const asked = await ask(null, fields);
    if (!asked.ok) return asked;
    const answered = await answerOf("present", asked.data);
    if (!answered.ok) return answered;
    fields.set("answer", answered.data);
    return signIn(null, fields);
  });
  const isUnable = useInBrowser() && !("PublicKeyCredential" in window);
  if (isUnable) return null;
  return (
    <form {...form} className="grid gap-4">
      {next && <input type="hidden" name="next" value={next} />}
      <FormError error={error} />
      <SubmitButton isPending={isPending} variant="outline" size="lg">
        Use a passkey
      </SubmitButton>
    </form>
  );
}
