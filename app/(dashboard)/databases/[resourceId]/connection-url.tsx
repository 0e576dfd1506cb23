"use client";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { DatabaseView } from "@/lib/contract/databases";
import { engineOf } from "@/lib/core/engines/engines";
import { getConnectionAction } from "./actions";

/** Stands in for the password; no resource id has capitals in it. */
const HIDDEN = "PASSWORD";

type ConnectionUrlProps = {
  database: DatabaseView;
  /** Set: the URL for those who come from outside. */
  publicAddress?: { host: string; port: number };
};

/** The URL with its password hidden until one asks for it; it can be copied without being shown. */
export function ConnectionUrl({ database, publicAddress }: ConnectionUrlProps) {
  const { engine, resourceId, isTlsForced } = database;
  const [before, after] = engineOf(engine)
    .connectionUrl({ resourceId, password: HIDDEN, isTls: isTlsForced || !!publicAddress, ...publicAddress })
    .split(HIDDEN);
  const [shown, setShown] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const fetchUrl = async (): Promise<string | null> => {
    const form = new FormData();
    form.set("resourceId", resourceId);
    const result = await getConnectionAction(null, form);
    setError(result.ok ? null : result.error.message);
    if (!result.ok) return null;
    return publicAddress ? result.data.publicUrl : result.data.url;
  };
  const toggle = async () => setShown(shown === null ? await fetchUrl() : null);
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">{publicAddress ? "Public URL" : "URL"}</h3>
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
        <CopyButton text={fetchUrl} what={publicAddress ? "the public URL" : "the URL"} label="Copy" />
        <Button onClick={() => void toggle()} aria-pressed={shown !== null}>
          {shown === null ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
          {shown === null ? "Reveal" : "Hide"}
        </Button>
      </div>
      {error && <Alert tone="danger" title={error} />}
    </section>
  );
}
