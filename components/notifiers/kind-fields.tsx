"use client";
import type { EventKind } from "@/lib/core/notifiers/event-kinds";
import type { KindGroup } from "@/lib/core/notifiers/kind-groups";

type KindFieldsProps = {
  groups: readonly KindGroup[];
  isAll: boolean;
  kinds: readonly EventKind[];
  onAll: (isAll: boolean) => void;
  onKinds: (kinds: readonly EventKind[]) => void;
  errors: string[] | undefined;
};

const CHOICES = [
  { isAll: false, words: "What is chosen below" },
  { isAll: true, words: "Everything, also what later versions of Berth add" },
];

/** What a notifier is told of. */
export function KindFields({ groups, isAll, kinds, onAll, onKinds, errors }: KindFieldsProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium">Told of</legend>
      <input type="hidden" name="kinds" value={kinds.join(" ")} />
      {CHOICES.map((choice) => (
        <label key={choice.words} className="flex w-fit items-start gap-2">
          <input
            type="radio"
            name="isAll"
            value={String(choice.isAll)}
            checked={isAll === choice.isAll}
            onChange={() => onAll(choice.isAll)}
            className="accent-primary mt-0.5 size-4 shrink-0"
          />
          {choice.words}
        </label>
      ))}
      {!isAll &&
        groups.map((group) => <GroupFields key={group.id} group={group} chosen={kinds} onChoose={onKinds} />)}
      {errors && (
        <p role="alert" className="text-destructive text-xs">
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}

type GroupFieldsProps = {
  group: KindGroup;
  chosen: readonly EventKind[];
  onChoose: (kinds: readonly EventKind[]) => void;
};

function GroupFields({ group, chosen, onChoose }: GroupFieldsProps) {
  const count = group.kinds.filter(({ kind }) => chosen.includes(kind)).length;
  const toggle = (kind: EventKind) =>
    onChoose(chosen.includes(kind) ? chosen.filter((each) => each !== kind) : [...chosen, kind]);
  return (
    <details open={group.id === "alerts"} className="rounded-md border px-3 py-2">
      <summary className="cursor-pointer font-medium">
        {group.name}{" "}
        <span className="text-muted-foreground text-xs font-normal">
          {count} of {group.kinds.length}
        </span>
      </summary>
      <div className="grid gap-x-6 gap-y-2 pt-3 sm:grid-cols-2">
        {group.kinds.map(({ kind, title }) => (
          <label key={kind} className="flex items-start gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(kind)}
              onChange={() => toggle(kind)}
              className="accent-primary mt-0.5 size-4 shrink-0"
            />
            {title}
          </label>
        ))}
      </div>
    </details>
  );
}
