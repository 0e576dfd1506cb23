import { DEFAULT_PROVIDER, engineOf } from "@/lib/core/engines/engines";

const ENGINE = engineOf(DEFAULT_PROVIDER);

/** One provider for now; the choice stands here so that one sees what is added. */
export function ProviderField() {
  return (
    <fieldset>
      <legend className="mb-2 font-medium">Provider</legend>
      <label className="border-primary bg-accent flex items-start gap-3 rounded-md border px-4 py-3">
        <input
          type="radio"
          name="provider"
          value={ENGINE.provider}
          defaultChecked
          className="accent-primary mt-0.5 size-4"
        />
        <span className="grid gap-0.5">
          <span className="font-medium">{ENGINE.name}</span>
          <span className="text-muted-foreground">
            Keeps data in memory and on disk: caches, sessions, queues, counters.
          </span>
        </span>
      </label>
    </fieldset>
  );
}
