"use client";
import { ArrowUp, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { GuardedButton } from "@/components/ui/guarded-button";
import { LazyDialog } from "@/components/ui/lazy-dialog";
import type { DatabaseView } from "@/lib/contract/databases";

const loadUpgradeDialog = () => import("./upgrade-dialog").then(({ UpgradeDialog }) => UpgradeDialog);

type VersionCardProps = {
  database: DatabaseView;
  /** Of the present version; null where it runs the newest. */
  newerBuild: string | null;
  refusal: string | null;
};

/** The present version, and a newer build of it or the newest one a click away. */
export function VersionCard({ database, newerBuild, refusal }: VersionCardProps) {
  const [wanted, setWanted] = useState<string | null>(null);
  const { version, laterVersions } = database;
  const newest = laterVersions.at(-1);
  return (
    <Card id="version" className="grid scroll-mt-20 content-between gap-4">
      <div className="grid gap-1 tabular-nums">
        <h3 className="text-muted-foreground text-xs">Version</h3>
        <p className="text-lg font-semibold">Redis {version}</p>
        <p className="text-muted-foreground">
          {newest ? `${laterVersions.join(" and ")} available` : "The newest version on offer"}
        </p>
        {newerBuild && <p>Security update: build {newerBuild} of this version is there.</p>}
      </div>
      {(newest || newerBuild) && (
        <div className="flex flex-wrap gap-2">
          {newerBuild && (
            <GuardedButton refusal={refusal} aria-haspopup="dialog" onClick={() => setWanted(version)}>
              <ShieldCheck aria-hidden="true" />
              Take the security update
            </GuardedButton>
          )}
          {newest && (
            <GuardedButton refusal={refusal} aria-haspopup="dialog" onClick={() => setWanted(newest)}>
              <ArrowUp aria-hidden="true" />
              Upgrade to {newest}
            </GuardedButton>
          )}
        </div>
      )}
      {wanted !== null && (
        <LazyDialog
          title="Upgrade"
          load={loadUpgradeDialog}
          props={{ database, wanted, onClose: () => setWanted(null) }}
        />
      )}
    </Card>
  );
}
