import { LiveForm } from "@/components/lists/live-form";
import { Input, Select } from "@/components/ui/input";
import type { ListDatabasesInput } from "@/lib/contract/database-list";

const FILTERS = { all: "All", attention: "Needs attention", upgrade: "Upgrade available" } as const;
const ORDERS = { name: "Name", app: "App", memory: "Memory used", connections: "Connections" } as const;
const SEARCHED = "Database, app, image or note";

type ListFormProps = {
  input: ListDatabasesInput;
  plans: readonly string[];
  hosts: readonly string[];
  isNarrowed: boolean;
};

export function ListForm({ input, plans, hosts, isNarrowed }: ListFormProps) {
  return (
    <LiveForm path="/databases" isNarrowed={isNarrowed}>
      <Input
        type="search"
        name="q"
        defaultValue={input.q}
        aria-label={SEARCHED}
        placeholder={SEARCHED}
        className="max-w-sm flex-1 basis-52"
      />
      <Choice name="filter" label="State" value={input.filter} words={FILTERS} />
      <Choice name="plan" label="Plan" value={input.plan} words={namesOf("Any plan", plans)} />
      {(hosts.length > 1 || input.host !== "") && (
        <Choice name="host" label="Host" value={input.host} words={namesOf("Any host", hosts)} />
      )}
      <Choice name="order" label="Sort by" value={input.order} words={ORDERS} />
    </LiveForm>
  );
}

const namesOf = (all: string, names: readonly string[]): Record<string, string> => ({
  "": all,
  ...Object.fromEntries(names.map((name) => [name, name])),
});

type ChoiceProps = { name: string; label: string; value: string; words: Readonly<Record<string, string>> };

function Choice({ name, label, value, words }: ChoiceProps) {
  return (
    <Select name={name} defaultValue={value} aria-label={label} className="w-auto">
      {Object.entries(words).map(([key, word]) => (
        <option key={key} value={key}>
          {word}
        </option>
      ))}
    </Select>
  );
}
