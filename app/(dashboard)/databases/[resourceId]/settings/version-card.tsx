"use client";
import { ArrowUp } from "lucide-react";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { GuardedButton } from "@/components/ui/guarded-button";
import { LazyDialog } from "@/components/ui/lazy-dialog";
import type { DatabaseView } from "@/lib/contract/databases";

const loadUpgradeDialog = () => import("./upgrade-dialog").then(({ UpgradeDialog }) => UpgradeDialog);

type VersionCardProps = { database: DatabaseView; refusal: string | null };

/** The present version, and the newest one a click away. */
export function VersionCard({ database, refusal }: VersionCardProps) {
  const [isOpen, setIsOpen] = useState(false);
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
      </div>
      {newest && (
        <div>
          <GuardedButton refusal={refusal} aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
            <ArrowUp aria-hidden="true" />
            Upgrade to {newest}
          </GuardedButton>
        </div>
      )}
      {isOpen && (
        <LazyDialog
          title="Upgrade"
          load={loadUpgradeDialog}
          props={{ database, onClose: () => setIsOpen(false) }}
        />
      )}
    </Card>
  );
}
