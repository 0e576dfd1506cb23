"use client";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { saveFile } from "@/components/ui/save-file";

/** Codes that were just made. */
export function RecoveryCodes({ codes, email }: { codes: string[]; email: string }) {
  const content = `${codes.join("\n")}\n`;
  return (
    <div role="status" className="bg-accent grid max-w-2xl gap-3 rounded-md border px-4 py-3">
      <p>
        Your recovery codes. Keep them now, away from your phone: they are shown only this once. Each signs in
        once in place of a code of the app.
      </p>
      <ul aria-label="Recovery codes" className="grid gap-x-6 gap-y-1 font-mono text-xs sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <CopyButton text={content} what="the recovery codes" label="Copy" />
        <Button onClick={() => saveFile({ fileName: `berth-recovery-codes-${email}.txt`, content })}>
          <Download aria-hidden="true" />
          Download
        </Button>
      </div>
    </div>
  );
}
