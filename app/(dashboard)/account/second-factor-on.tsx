"use client";
import type { ReactNode } from "react";
import { Status } from "@/components/ui/status";
import { makeRecoveryCodesAction, switchOffSecondFactorAction } from "./actions";
import { ByPasswordForm } from "./by-password-form";

type SecondFactorOnProps = { codesLeft: number; onCodes: (codes: string[]) => void };

export function SecondFactorOn({ codesLeft, onCodes }: SecondFactorOnProps) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Status tone="success">On</Status>
        <span className="text-muted-foreground">
          {codesLeft === 1 ? "1 recovery code is left." : `${codesLeft} recovery codes are left.`}
        </span>
      </p>
      <Deed title="New recovery codes">
        <p className="text-muted-foreground">The former ones work no more.</p>
        <ByPasswordForm
          action={makeRecoveryCodesAction}
          label="Make new codes"
          onSuccess={({ codes }) => onCodes(codes)}
        />
      </Deed>
      <Deed title="Switch it off">
        <p className="text-muted-foreground">
          The password alone signs you in then. For a new phone, switch it off and set it up again.
        </p>
        <ByPasswordForm
          action={switchOffSecondFactorAction}
          label="Switch the second factor off"
          isDestructive
        />
      </Deed>
    </>
  );
}

function Deed({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="group max-w-2xl border-t pt-3">
      <summary className="w-fit cursor-pointer font-medium">{title}</summary>
      <div className="grid gap-3 pt-3">{children}</div>
    </details>
  );
}
