import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";
import type { AuditFilter } from "@/lib/contract/audit";
import { AUDIT_KINDS } from "@/lib/core/audit/kinds";

/** What of the list is shown; the address bar holds it. */
export function FilterForm({ filter }: { filter: AuditFilter }) {
  const { person, app, kind, from, to, all } = filter;
  return (
    <search>
      <form action="/audit" className="flex flex-wrap items-end gap-3">
        <Input
          type="search"
          name="person"
          defaultValue={person}
          aria-label="Person"
          placeholder="Person's email"
          className="w-48"
        />
        <Input
          type="search"
          name="app"
          defaultValue={app}
          aria-label="App"
          placeholder="Name of an app"
          className="w-40"
        />
        <Select name="kind" defaultValue={kind} aria-label="Kind" className="w-48">
          <option value="">Everything</option>
          {AUDIT_KINDS.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
        <div className="flex items-center gap-2">
          <label htmlFor="audit-from">From</label>
          <Input id="audit-from" type="date" name="from" defaultValue={from} className="w-36" />
        </div>
        <div className="flex items-center gap-2">
          <label htmlFor="audit-to">to (UTC)</label>
          <Input id="audit-to" type="date" name="to" defaultValue={to} className="w-36" />
        </div>
        <label className="flex h-8 items-center gap-2">
          <input type="checkbox" name="all" defaultChecked={all} />
          Also what Berth did by itself
        </label>
        <Button type="submit">Show</Button>
      </form>
    </search>
  );
}
