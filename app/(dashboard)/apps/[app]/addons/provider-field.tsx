import type { Engine } from "@/lib/core/engines/engine";

const WORDS: Record<string, string> = {
  redis: "Keeps data in memory and on disk: caches, sessions, queues, counters.",
  valkey: "Does what Redis does and takes its clients, under an open licence.",
};

type ProviderFieldProps = {
  engines: readonly Engine[];
  chosen: string;
  onChoose: (provider: string) => void;
};

/** Whose databases can be had; with one alone one still sees what is added. */
export function ProviderField({ engines, chosen, onChoose }: ProviderFieldProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium">Provider</legend>
      {engines.map(({ provider, name }) => (
        <label
          key={provider}
          className="has-checked:border-primary has-checked:bg-accent flex items-start gap-3 rounded-md border px-4 py-3"
        >
          <input
            type="radio"
            name="provider"
            value={provider}
            checked={provider === chosen}
            onChange={() => onChoose(provider)}
            className="accent-primary mt-0.5 size-4"
          />
          <span className="grid gap-0.5">
            <span className="font-medium">{name}</span>
            <span className="text-muted-foreground">{WORDS[provider]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
