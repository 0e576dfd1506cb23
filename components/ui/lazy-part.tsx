"use client";
import type { ComponentType } from "react";
import { Alert } from "./alert";
import { Button } from "./button";
import { Skeleton } from "./skeleton";
import { useCode } from "./use-code";

type LazyPartProps<P extends object> = { title: string; load: () => Promise<ComponentType<P>>; props: P };

/** A part of a page that is seldom there: its code comes with it. What does not come is told in its place, and leaves the page as it is. */
export function LazyPart<P extends object>({ title, load, props }: LazyPartProps<P>) {
  const { data, error, isFetching, refetch } = useCode(title, load);
  if (data) return <data.Loaded {...props} />;
  if (!error) return <Skeleton className="h-24" />;
  return (
    <Alert
      tone="warning"
      title={`${title}: this part of the page could not be loaded.`}
      action={
        <Button onClick={() => void refetch()} disabled={isFetching}>
          Try again
        </Button>
      }
    />
  );
}
