"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AskAgain } from "@/components/data/ask-again";
import { DatabaseSelect } from "@/components/data/database-select";
import { memoryQuery } from "@/components/data/queries";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { Spinner } from "@/components/ui/spinner";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TextTable } from "@/components/ui/text-table";
import type { ApiMemory } from "@/lib/contract/api/diagnostics";
import { formatBytes } from "@/lib/core/units";

const RIGHT = "text-right whitespace-nowrap";

/** What takes the memory, looked at when somebody asks. */
export function Memory({ resourceId }: { resourceId: string }) {
  const [db, setDb] = useState(0);
  const [isAsked, setIsAsked] = useState(false);
  const { data, error, refetch, isFetching } = useQuery(memoryQuery({ resourceId, db }, isAsked));
  const look = () => (isAsked ? void refetch() : setIsAsked(true));
  return (
    <Section
      title="Memory"
      description="The biggest keys and prefixes. Up to 10,000 keys are looked at, which takes some two seconds; no other client waits for it."
      action={
        <div className="flex flex-wrap gap-2">
          <DatabaseSelect value={db} onChange={setDb} />
          <Button onClick={look} disabled={isFetching}>
            {isFetching && <Spinner />}
            {data ? "Look again" : "Look at the memory"}
          </Button>
        </div>
      }
    >
      {error && <AskAgain error={error} onRetry={() => void refetch()} />}
      {data && <Report memory={data} place={{ resourceId, db }} />}
    </Section>
  );
}

function Report({ memory, place }: { memory: ApiMemory; place: { resourceId: string; db: number } }) {
  const { biggest, prefixes } = memory;
  if (biggest.length === 0) return <p>There is no key in database {place.db}.</p>;
  return (
    <div className="grid min-w-0 gap-4">
      <p role="status">{sentence(memory)}</p>
      <div className="grid min-w-0 gap-4 lg:grid-cols-2 lg:items-start">
        <TextTable>
          <TableHead
            columns={["Prefix", { name: "Keys", className: RIGHT }, { name: "Memory", className: RIGHT }]}
          />
          <tbody>
            {prefixes.map(({ prefix, keys, memory_bytes, off_bytes }) => (
              <TableRow key={prefix}>
                <TableCell className="font-mono text-xs break-all">{prefix}</TableCell>
                <TableCell className={RIGHT}>{keys.toLocaleString("en")}</TableCell>
                <TableCell className={RIGHT}>
                  {formatBytes(memory_bytes)}
                  {off_bytes > 0 && ` ± ${formatBytes(off_bytes)}`}
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </TextTable>
        <TextTable>
          <TableHead columns={["Biggest keys", "Type", { name: "Memory", className: RIGHT }]} />
          <tbody>
            {biggest.map(({ key, name, type, memory_bytes }) => (
              <TableRow key={key}>
                <TableCell className="font-mono text-xs break-all">
                  <TextLink
                    href={`/databases/${place.resourceId}/keys?${new URLSearchParams({ db: String(place.db), key })}`}
                  >
                    {name ?? key}
                  </TextLink>
                </TableCell>
                <TableCell>{type}</TableCell>
                <TableCell className={RIGHT}>{formatBytes(memory_bytes)}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </TextTable>
      </div>
    </div>
  );
}

/** How much was looked at, and how far off the figures may be. */
function sentence({ is_whole, sampled_keys, total_keys }: ApiMemory): string {
  const share = ((100 * sampled_keys) / Math.max(1, total_keys)).toFixed(1);
  const looked = is_whole
    ? `Every key was looked at: ${total_keys.toLocaleString("en")} in all.`
    : `${sampled_keys.toLocaleString("en")} of ${total_keys.toLocaleString("en")} keys (${share} %) were looked at: a bigger key may be among the others, and prefixes are reckoned from these.`;
  return `${looked} Redis itself looks at some parts of a large key only: one with few very large parts may take a quarter more than it says.`;
}
