"use client";
import { Moment } from "@/components/clock/moment";
import { Alert } from "@/components/ui/alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { FallsView } from "@/lib/contract/apps";

/** That containers ended by themselves, with the way to what they wrote last. */
export function FallNote({ app, falls }: { app: string; falls: FallsView }) {
  const { count, since, lastAt, lastExitCode } = falls;
  const times = count === 1 ? "once" : `${count} times`;
  return (
    <Alert
      tone="warning"
      title={
        <>
          Fell over {times} since <Moment value={since} />
          {lastExitCode !== null && `, last with exit code ${lastExitCode}`}
        </>
      }
      action={
        <TextLink href={`/apps/${app}/logs?${new URLSearchParams({ at: lastAt })}`}>
          What it wrote then
        </TextLink>
      }
    >
      The last time was <RelativeTime value={lastAt} />. The engine starts it again each time; this counts
      from the last start or deployment.
    </Alert>
  );
}
