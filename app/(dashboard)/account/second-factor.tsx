"use client";
import { useState } from "react";
import { useFormAction } from "@/components/forms/use-form-action";
import { confirmSecondFactorAction } from "./actions";
import { RecoveryCodes } from "./recovery-codes";
import { SecondFactorOn } from "./second-factor-on";
import { SecondFactorSetUp } from "./second-factor-set-up";

type SecondFactorProps = { email: string; isOn: boolean; codesLeft: number };

/** Sets the second factor up, or what there is to do with one. Codes are shown where they were made, until the page is left. */
export function SecondFactor({ email, isOn, codesLeft }: SecondFactorProps) {
  const [codes, setCodes] = useState<string[] | null>(null);
  // Here, because the page is read anew together with the answer: what the form stands in is gone by then.
  const confirm = useFormAction(confirmSecondFactorAction, ({ codes }) => setCodes(codes));
  return (
    <div className="grid gap-6">
      {isOn && codes && <RecoveryCodes codes={codes} email={email} />}
      {isOn ? (
        <SecondFactorOn codesLeft={codesLeft} onCodes={setCodes} />
      ) : (
        <SecondFactorSetUp confirm={confirm} />
      )}
    </div>
  );
}
