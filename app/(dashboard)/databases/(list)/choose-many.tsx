"use client";
import { type ChangeEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { CHOSEN } from "./choice-box";
import { LazyManyDialog } from "./lazy-many-dialog";
import type { ManyKind, ManyTargets } from "./many-dialog";

const COUNTED = `input[name=${CHOSEN}]`;

type ChooseManyProps = {
  /** What there is to choose now: what has left the list is not chosen any more. */
  resourceIds: readonly string[];
  targets: ManyTargets;
  children: ReactNode;
};

/** Rows of a table that one can choose, and what can be done with all that are chosen. The boxes stand in the table itself. */
export function ChooseMany({ resourceIds, targets, children }: ChooseManyProps) {
  const box = useRef<HTMLDivElement>(null);
  const [checked, setChecked] = useState<string[]>([]);
  const chosen = checked.filter((id) => resourceIds.includes(id));
  const [kind, setKind] = useState<ManyKind | null>(null);
  const boxes = () => [...(box.current?.querySelectorAll<HTMLInputElement>(COUNTED) ?? [])];
  const check = (isChecked: boolean) => {
    for (const one of boxes()) one.checked = isChecked;
    setChecked(isChecked ? boxes().map(({ value }) => value) : []);
  };
  const onChange = ({ target }: ChangeEvent<HTMLDivElement>) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.name !== CHOSEN) return check(target.checked);
    setChecked(boxes().flatMap((one) => (one.checked ? [one.value] : [])));
  };
  return (
    <div ref={box} onChange={onChange} className="grid gap-3">
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <p role="status" className="text-muted-foreground">
          {chosen.length === 0
            ? "Choose databases to upgrade or resize them together."
            : `${chosen.length} chosen`}
        </p>
        {chosen.length > 0 && (
          <>
            <Button size="sm" aria-haspopup="dialog" onClick={() => setKind("upgrade")}>
              Upgrade…
            </Button>
            <Button size="sm" aria-haspopup="dialog" onClick={() => setKind("plan")}>
              Change plan…
            </Button>
            <Button size="sm" variant="ghost" onClick={() => check(false)}>
              Choose none
            </Button>
          </>
        )}
      </div>
      {children}
      {kind && (
        <LazyManyDialog kind={kind} resourceIds={chosen} targets={targets} onClose={() => setKind(null)} />
      )}
    </div>
  );
}
