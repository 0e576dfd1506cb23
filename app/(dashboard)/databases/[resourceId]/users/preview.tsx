"use client";
import { Check, X } from "lucide-react";
import { startTransition, useActionState, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import type { UserPreviewView } from "@/lib/contract/database-users";
import { previewUserAction } from "./actions";

/** Asks Redis what a user with the rights of the form around it might do; `asked` names them, so that an answer to others is not shown. */
export function Preview({ asked }: { asked: string }) {
  const [result, ask, isPending] = useActionState(previewUserAction, null);
  const [answered, setAnswered] = useState("");
  const run = (form: HTMLFormElement | null) => {
    if (!form) return;
    setAnswered(asked);
    startTransition(() => ask(new FormData(form)));
  };
  const isShown = answered === asked && !isPending;
  return (
    <div className="grid gap-3">
      <Button
        onClick={({ currentTarget }) => run(currentTarget.form)}
        disabled={isPending}
        className="justify-self-start"
      >
        {isPending && <Spinner />}
        Show what it may do
      </Button>
      {isShown && result && !result.ok && <FormError error={result.error} />}
      {isShown && result?.ok && <Commands {...result.data} />}
    </div>
  );
}

function Commands({ commands }: UserPreviewView) {
  const of = (isAllowed: boolean) => commands.filter((command) => command.isAllowed === isAllowed);
  return (
    <div role="status" className="grid gap-4 rounded-md border px-4 py-3 sm:grid-cols-2">
      <CommandList title="May" commands={of(true)} />
      <CommandList title="May not" commands={of(false)} />
    </div>
  );
}

function CommandList({ title, commands }: { title: string; commands: UserPreviewView["commands"] }) {
  return (
    <div className="grid content-start gap-2">
      <h3 className="font-medium">{title}</h3>
      {commands.length === 0 && <p className="text-muted-foreground">None of those that were tried.</p>}
      <ul className="grid gap-1">
        {commands.map(({ command, isAllowed }) => (
          <li key={command} className="flex items-start gap-2 font-mono text-xs break-all">
            {isAllowed ? (
              <Check aria-hidden="true" className="text-success size-4 shrink-0" />
            ) : (
              <X aria-hidden="true" className="text-destructive size-4 shrink-0" />
            )}
            {command}
          </li>
        ))}
      </ul>
    </div>
  );
}
