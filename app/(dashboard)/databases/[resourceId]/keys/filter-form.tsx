import Form from "next/form";
import { DatabaseSelect } from "@/components/data/database-select";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";
import type { DataFilter, DataPlace } from "@/lib/contract/data-client";
import { KEY_TYPES } from "@/lib/core/keys/types";

/** Which keys are listed, as a part of the address. */
export function FilterForm({ place, filter }: { place: DataPlace; filter: DataFilter }) {
  return (
    <search>
      <Form
        action={`/databases/${place.resourceId}/keys`}
        key={`${place.db} ${filter.pattern} ${filter.type}`}
        className="flex flex-wrap items-center gap-2"
      >
        <DatabaseSelect defaultValue={place.db} />
        <Select name="type" defaultValue={filter.type} aria-label="Type" className="w-auto">
          <option value="">Every type</option>
          {KEY_TYPES.map((type) => (
            <option key={type} value={type}>
              {type}
            </option>
          ))}
        </Select>
        <Input
          name="pattern"
          defaultValue={filter.pattern}
          aria-label="Pattern"
          placeholder="user:*"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="min-w-40 flex-1 font-mono"
        />
        <Button type="submit">Show</Button>
      </Form>
    </search>
  );
}
