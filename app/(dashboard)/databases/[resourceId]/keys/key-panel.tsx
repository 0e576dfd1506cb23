"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { AskAgain } from "@/components/data/ask-again";
import { keyQuery } from "@/components/data/queries";
import { Button } from "@/components/ui/button";
import { Fact, Facts } from "@/components/ui/facts";
import { Section } from "@/components/ui/section";
import { PageSkeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import type { ApiKeyView } from "@/lib/contract/api/keys";
import type { DataFilter, DataPlace } from "@/lib/contract/data-client";
import { formatBytes, formatDuration } from "@/lib/core/units";
import { bytesLabel } from "./bytes-label";
import { KeyActions } from "./key-actions";
import { KeyContent } from "./key-content";

type KeyPanelProps = {
  place: DataPlace;
  filter: DataFilter;
  /** In base64. */
  name: string;
};

/** One key: what it is, what can be done with it, and what it holds. */
export function KeyPanel({ place, filter, name }: KeyPanelProps) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery(
    keyQuery(place, name),
  );
  const pages = data?.pages ?? [];
  const last = pages.at(-1);
  return (
    <Section title="Key" description={<code className="break-all">{bytesLabel(name)}</code>}>
      {error && <AskAgain error={error} onRetry={() => void refetch()} />}
      {!data && !error && <PageSkeleton rows={5} />}
      {last && !error && (
        <>
          <KeyFacts view={last} />
          <KeyActions place={place} filter={filter} name={name} view={last} />
          <KeyContent place={place} name={name} pages={pages} />
          {hasNextPage && (
            <Button onClick={() => void fetchNextPage()} disabled={isFetching} className="justify-self-start">
              {isFetching && <Spinner />}
              Load more
            </Button>
          )}
        </>
      )}
    </Section>
  );
}

function KeyFacts({ view }: { view: ApiKeyView }) {
  const { type, encoding, ttl_ms, memory_bytes, length } = view;
  return (
    <Facts>
      <Fact name="Type">{type}</Fact>
      <Fact name="Encoding">{encoding}</Fact>
      <Fact name="Time left">{ttl_ms === null ? "stays" : formatDuration(ttl_ms)}</Fact>
      <Fact name="Memory, about">{formatBytes(memory_bytes)}</Fact>
      <Fact name={type === "string" ? "Length" : "Parts"}>
        {type === "string" ? formatBytes(length) : length.toLocaleString("en")}
      </Fact>
    </Facts>
  );
}
