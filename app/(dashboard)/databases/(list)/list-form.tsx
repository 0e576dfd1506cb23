"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { Input, Select } from "@/components/ui/input";
import type { ListDatabasesInput } from "@/lib/contract/database-list";

const FILTERS = { all: "All", attention: "Needs attention", upgrade: "Upgrade available" } as const;
const ORDERS = { name: "Name", app: "App", memory: "Memory used", connections: "Connections" } as const;
/** So long nothing more was typed. */
const TYPED_MS = 200;

/** What is shown, as one types and chooses; without JavaScript the form is sent. */
export function ListForm({ input, plans }: { input: ListDatabasesInput; plans: string[] }) {
  const { replace } = useRouter();
  const [isPending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = () => {
    if (!form.current) return;
    const asked = [...new FormData(form.current)].filter(([, value]) => value !== "" && value !== "all");
    const query = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
    startTransition(() => replace(`/databases?${query}`, { scroll: false }));
  };
  const showSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(show, TYPED_MS);
  };
  const options = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, word]) => (
      <option key={value} value={value}>
        {word}
      </option>
    ));
  return (
    <search>
      <form ref={form} aria-busy={isPending} className="flex flex-wrap items-end gap-3">
        <Input
          type="search"
          name="q"
          defaultValue={input.q}
          onChange={showSoon}
          aria-label="Database, app or image"
          placeholder="Database, app or image"
          className="max-w-sm flex-1 basis-52"
        />
        <Select
          name="filter"
          defaultValue={input.filter}
          onChange={show}
          aria-label="State"
          className="w-auto"
        >
          {options(FILTERS)}
        </Select>
        <Select name="plan" defaultValue={input.plan} onChange={show} aria-label="Plan" className="w-auto">
          <option value="">Any plan</option>
          {plans.map((id) => (
            <option key={id}>{id}</option>
          ))}
        </Select>
        <Select
          name="order"
          defaultValue={input.order}
          onChange={show}
          aria-label="Sort by"
          className="w-auto"
        >
          {options(ORDERS)}
        </Select>
        <noscript>
          <button type="submit">Show</button>
        </noscript>
      </form>
    </search>
  );
}
