"use client";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { useRefreshWhile } from "@/components/ui/use-refresh-while";
import type { ReleaseView, ReleaseWaveView } from "@/lib/contract/releases";
import { stopReleaseUpgradeAction } from "./actions";
import { UpgradeReleaseDialog } from "./upgrade-release-dialog";
import { WaveProgress } from "./wave-progress";

const LOOK_MS = 3_000;

/** Beside the other columns on a phone there is no room for its words in one line. */
const WRAPS = "h-auto min-h-8 text-left whitespace-normal";

const WORDS: Record<ReleaseWaveView["status"], string> = {
  running: "Its databases are being upgraded",
  done: "Its databases were upgraded",
  stopped: "Their upgrade was stopped",
  failed: "Their upgrade stopped at the first that failed",
};

/** How far the databases of a release are upgraded, and what can be done with those that run an older build. */
export function ReleaseWave({ release }: { release: ReleaseView }) {
  const { wave, builds } = release;
  const [isOpen, setIsOpen] = useState(false);
  const isRunning = wave?.status === "running";
  useRefreshWhile(isRunning, LOOK_MS);
  const behind = builds.filter(({ upgradesTo, databases }) => upgradesTo !== null && databases.length > 0);
  if (!wave && behind.length === 0) return null;
  const count = behind.reduce((total, { databases }) => total + databases.length, 0);
  return (
    <div className="mt-2 grid justify-items-start gap-2">
      {wave && (
        <WaveProgress words={WORDS[wave.status]} done="upgraded" parts={wave.parts} reason={wave.reason} />
      )}
      {isRunning && <StopButton release={release} />}
      {!isRunning && count > 0 && (
        <Button variant="outline" className={WRAPS} aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
          Upgrade {count === 1 ? "1 database" : `all ${count.toLocaleString("en")} databases`}
        </Button>
      )}
      {isOpen && <UpgradeReleaseDialog release={release} onClose={() => setIsOpen(false)} />}
    </div>
  );
}

function StopButton({ release: { engine, version, name } }: { release: ReleaseView }) {
  const { form, error, isPending } = useFormAction(stopReleaseUpgradeAction);
  return (
    <form {...form}>
      <FormError error={error} />
      <input type="hidden" name="engine" value={engine} />
      <input type="hidden" name="version" value={version} />
      <SubmitButton
        isPending={isPending}
        variant="outline"
        className={WRAPS}
        aria-label={`Stop the upgrade of ${name} ${version}`}
      >
        Stop the upgrade
      </SubmitButton>
    </form>
  );
}
