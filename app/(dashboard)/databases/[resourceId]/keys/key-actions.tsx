"use client";
import { useRouter } from "next/navigation";
import type { ApiKeyView } from "@/lib/contract/api/keys";
import type { DataFilter, DataPlace } from "@/lib/contract/data-client";
import { SECOND_MS } from "@/lib/core/units";
import { keysAddress } from "./addresses";
import { bytesLabel } from "./bytes-label";
import { ChangeDialog } from "./change-dialog";
import { RemoveButton } from "./remove-button";

type KeyActionsProps = { place: DataPlace; filter: DataFilter; name: string; view: ApiKeyView };

/** An empty field keeps the key for good. */
const ttlOf = (seconds: string): number | null =>
  seconds.trim() === "0" ? null : Math.round(Number(seconds) * SECOND_MS);

/** What can be done with a key as a whole. */
export function KeyActions({ place, filter, name, view }: KeyActionsProps) {
  const router = useRouter();
  const label = bytesLabel(name);
  const left = view.ttl_ms === null ? "0" : String(Math.ceil(view.ttl_ms / SECOND_MS));
  return (
    <div className="flex flex-wrap gap-2">
      <ChangeDialog
        place={place}
        name={name}
        label="Change the time to live"
        title="Time to live"
        description="After so many seconds the key is gone. 0 keeps it for good."
        submitLabel="Save"
        fields={[{ name: "first", label: "Seconds", isWord: true, initial: left }]}
        toChange={({ first }) => ({ kind: "expire", ttl_ms: ttlOf(first) })}
      >
        Time to live
      </ChangeDialog>
      <ChangeDialog
        place={place}
        name={name}
        label="Rename the key"
        title="Rename the key"
        description="A key that has the new name already is left alone."
        submitLabel="Rename"
        fields={[{ name: "first", label: "New name", initial: name }]}
        toChange={({ first }) => ({ kind: "rename", to: first })}
        onDone={({ first }) => router.replace(keysAddress(place, filter, first))}
      >
        Rename
      </ChangeDialog>
      <RemoveButton
        place={place}
        name={name}
        title={`Delete the key ${label}`}
        verb="Delete"
        change={{ kind: "delete" }}
        onDone={() => router.replace(keysAddress(place, filter))}
      />
    </div>
  );
}
