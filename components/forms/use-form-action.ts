"use client";
import { unstable_rethrow } from "next/navigation";
import {
  type SubmitEvent,
  useActionState,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useTransition,
} from "react";
import type { ActionResult, FormAction } from "@/lib/contract/errors";

/** Nobody knows whether it was done: the form stays as it is, to be sent again. */
const NOT_SENT = {
  ok: false,
  error: {
    code: "unavailable",
    reason: "no_answer",
    message: "Berth did not answer. What you entered is still here: check your network, and try again.",
  },
} as const;

/**
 * A form bound to a server action. Before JavaScript has loaded the browser sends it by itself; afterwards it is sent by
 * hand, because React would empty a form that was refused, and one that cannot be sent would take the page with it. `onSuccess` runs once
 * for each success, after the form was emptied; after a refusal the focus goes to the first field that was wrong.
 */
export function useFormAction<O>(action: FormAction<O>, onSuccess?: (data: O) => void) {
  const [early, submit, isPendingEarly] = useActionState<ActionResult<O> | null, FormData>(action, null);
  const [sent, setSent] = useState<ActionResult<O> | null>(null);
  const [isSending, startSending] = useTransition();
  const result = sent ?? early;
  const ref = useRef<HTMLFormElement>(null);
  const succeed = useEffectEvent((data: O) => {
    ref.current?.reset();
    onSuccess?.(data);
  });
  useEffect(() => {
    if (result?.ok) succeed(result.data);
    else ref.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [result]);
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Which of several buttons it was goes with the form, as without JavaScript.
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter);
    startSending(async () => {
      const answer = await action(result, form).catch((error: unknown) => {
        // A redirect is an error to React.
        unstable_rethrow(error);
        return NOT_SENT;
      });
      startSending(() => setSent(answer));
    });
  };
  const error = result && !result.ok ? result.error : null;
  const data = result?.ok ? result.data : null;
  return {
    form: { ref, action: submit, onSubmit },
    data,
    isDone: result?.ok === true,
    error,
    fields: error?.fields ?? {},
    isPending: isSending || isPendingEarly,
  };
}
