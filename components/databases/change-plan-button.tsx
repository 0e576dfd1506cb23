"use client";
import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import { GuardedButton } from "../ui/guarded-button";
import type { ChangePlanDialogProps } from "./change-plan-dialog";
import { LazyChangePlanDialog } from "./lazy-dialogs";

type ChangePlanButtonProps = Omit<ChangePlanDialogProps, "onClose"> & {
  /** Why it cannot be changed now; null when it can. */
  refusal: string | null;
};

export function ChangePlanButton({ refusal, ...props }: ChangePlanButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <GuardedButton refusal={refusal} aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <ArrowLeftRight aria-hidden="true" />
        Change plan
      </GuardedButton>
      {isOpen && <LazyChangePlanDialog {...props} onClose={() => setIsOpen(false)} />}
    </>
  );
}
