"use client";
import { type SubmitEvent, startTransition, useActionState, useEffect, useEffectEvent, useRef } from "react";
import type { ActionResult, FormAction } from "@/lib/contract/errors";

/**
 * A form bound to a server action. Before JavaScript has loaded the browser sends it by itself; afterwards it is sent by
 * hand, because React would empty a form that was refused. `onSuccess` runs once for each success, after the form was emptied;
 * after a refusal the focus goes to the first field that was wrong.
 */
export function useFormAction<O>(action: FormAction<O>, onSuccess?: (data: O) => void) {
  const [result, submit, isPending] = useActionState<ActionResult<O> | null, FormData>(action, null);
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
    startTransition(() => submit(form));
  };
  const error = result && !result.ok ? result.error : null;
  const data = result?.ok ? result.data : null;
  return {
    form: { ref, action: submit, onSubmit },
    data,
    isDone: result?.ok === true,
    error,
    fields: error?.fields ?? {},
    isPending,
  };
}
