"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { KeySquare } from "lucide-react";
import { AskAgain } from "@/components/data/ask-again";
import { keysQuery } from "@/components/data/queries";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { PageSkeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import type { DataFilter, DataPlace } from "@/lib/contract/data-client";
import { DeleteMatching } from "./delete-matching";
import { FilterForm } from "./filter-form";
import { KeyTable } from "./key-table";
import { NewKeyDialog } from "./new-key-dialog";

type KeyBrowserProps = {
  place: DataPlace;
  filter: DataFilter;
  /** The key that is open, in base64. */
  selected: string;
};

const count = (keys: number): string => keys.toLocaleString("en");

/** Keys page by page, told together by their prefixes. */
export function KeyBrowser({ place, filter, selected }: KeyBrowserProps) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery(
    keysQuery(place, filter),
  );
  const pages = data?.pages ?? [];
  const keys = pages.flatMap((page) => page.keys);
  const total = pages.at(-1)?.total ?? 0;
  const isFiltered = filter.pattern !== "" || filter.type !== "";
  return (
    <Section
      title="Keys"
      description={
        data
          ? `${count(keys.length)} shown, ${count(total)} in database ${place.db}.`
          : "Read a page at a time; no other client waits for it."
      }
      action={
        <div className="flex flex-wrap gap-2">
          {filter.pattern !== "" && <DeleteMatching place={place} filter={filter} />}
          <NewKeyDialog place={place} />
        </div>
      }
    >
      <FilterForm place={place} filter={filter} />
      {error && <AskAgain error={error} onRetry={() => void refetch()} />}
      {!data && !error && <PageSkeleton rows={8} />}
      {data && keys.length === 0 && !hasNextPage && (
        <EmptyState icon={KeySquare} title={isFiltered ? "No key fits" : "No key yet"}>
          {isFiltered
            ? "A pattern matches whole names: user:* is what begins with user:."
            : "What your app writes shows here. You can also make a key by hand."}
        </EmptyState>
      )}
      {keys.length > 0 && <KeyTable keys={keys} place={place} filter={filter} selected={selected} />}
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()} disabled={isFetching} className="justify-self-start">
          {isFetching && <Spinner />}
          {keys.length === 0 ? "Look further" : "Load more"}
        </Button>
      )}
    </Section>
  );
}
