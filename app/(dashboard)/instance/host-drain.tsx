"use client";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { useRefreshWhile } from "@/components/ui/use-refresh-while";
import type { DrainView } from "@/lib/contract/hosts";
import type { HostView } from "@/lib/contract/instance";
import { activateHostAction } from "./actions";
import { DrainDialog } from "./drain-dialog";
import { WaveProgress } from "./wave-progress";

const LOOK_MS = 3_000;

/** How far the databases of a host are moved, and what can be done with it. */
export function HostDrain({ host, hasOthers }: { host: HostView; hasOthers: boolean }) {
  const { drain, state } = host;
  const isRunning = drain?.status === "running";
  useRefreshWhile(isRunning, LOOK_MS);
  return (
    <div className="mt-2 grid justify-items-start gap-2">
      {drain && state !== "ready" && (
        <>
          <WaveProgress words={WORDS[drain.status]} done="moved" parts={drain.moves} reason={drain.reason} />
          <StayingNodes staying={drain.staying} />
        </>
      )}
      {hasOthers && state !== "down" && state !== "left" && (
        <div className="flex flex-wrap gap-2">
          {!isRunning && state !== "drained" && <DrainButton host={host} />}
          {state !== "ready" && <ActivateButton host={host} isRunning={isRunning} />}
        </div>
      )}
    </div>
  );
}

const WORDS: Record<DrainView["status"], string> = {
  running: "Its databases are being moved",
  done: "Its databases were moved",
  stopped: "The drain was stopped",
  failed: "The drain ended early",
};

/** Nodes that no other host has room for. */
function StayingNodes({ staying }: Pick<DrainView, "staying">) {
  if (staying.length === 0) return null;
  return (
    <ul className="max-w-80 text-xs">
      {staying.map(({ resourceId, reason }) => (
        <li key={resourceId} className="[overflow-wrap:anywhere]">
          A node of <TextLink href={`/databases/${resourceId}`}>{resourceId}</TextLink> stays, and the others
          go on without it: {reason}
        </li>
      ))}
    </ul>
  );
}

function DrainButton({ host }: { host: HostView }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="outline" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        Drain {host.name}
      </Button>
      {isOpen && <DrainDialog host={host} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function ActivateButton({ host, isRunning }: { host: HostView; isRunning: boolean }) {
  const { form, error, isPending } = useFormAction(activateHostAction);
  return (
    <form {...form}>
      <FormError error={error} />
      <input type="hidden" name="host" value={host.id} />
      <SubmitButton isPending={isPending} variant="outline">
        {isRunning ? `Stop, and let ${host.name} take databases` : `Let ${host.name} take databases again`}
      </SubmitButton>
    </form>
  );
}
