"use client";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { engineOf } from "@/lib/core/engines/engines";
import { getConnectionAction } from "./actions";

/** Stands in for the password; no resource id has capitals in it. */
const HIDDEN = "PASSWORD";

type ConnectionUrlProps = { provider: string; resourceId: string };

/** The URL with its password hidden until one asks for it; it can be copied without being shown. */
export function ConnectionUrl({ provider, resourceId }: ConnectionUrlProps) {
  const [before, after] = engineOf(provider)
    .connectionUrl({ resourceId, password: HIDDEN, isTls: false })
    .split(HIDDEN);
  const [shown, setShown] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const fetchUrl = async (): Promise<string | null> => {
    const form = new FormData();
    form.set("resourceId", resourceId);
    const result = await getConnectionAction(null, form);
    setError(result.ok ? null : result.error.message);
    return result.ok ? result.data.url : null;
  };
  const toggle = async () => setShown(shown === null ? await fetchUrl() : null);
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">URL</h3>
      <p className="bg-muted/60 rounded-md border px-3 py-2 font-mono text-xs break-all">
        {shown ?? (
          <>
            {before}
            <span aria-hidden="true">••••••••••••</span>
            <span className="sr-only">hidden password</span>
            {after}
          </>
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={fetchUrl} what="the URL" label="Copy" />
        <Button onClick={() => void toggle()} aria-pressed={shown !== null}>
          {shown === null ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
          {shown === null ? "Reveal" : "Hide"}
        </Button>
      </div>
      {error && <Alert tone="danger" title={error} />}
    </section>
  );
}
