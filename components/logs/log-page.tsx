import { Download } from "lucide-react";
import type { ReactNode } from "react";
import type { LineFilter, LogOperationView, LogsView } from "@/lib/contract/logs";
import { operationLabel } from "@/lib/core/operations/steps";
import { Moment } from "../clock/moment";
import { Button } from "../ui/button";
import { buttonVariants } from "../ui/button-variants";
import { Input, Select } from "../ui/input";
import { Section } from "../ui/section";
import { TextLink } from "../ui/text-link";
import { LogView } from "./log-view";

const DOWNLOAD_LINES = "50000";

type LogPageProps = {
  description: string;
  /** Of this page. */
  path: string;
  /** Where its lines are asked for. */
  apiPath: string;
  asked: LineFilter & { source?: string | undefined };
  logs: LogsView;
  operations: readonly LogOperationView[];
  /** What can be chosen, all first. */
  sources: readonly { value: string; label: string }[];
  /** What is said where there are no lines. */
  empty: ReactNode;
};

/** Lines with a search, a download, and what is needed to follow them. */
export function LogPage(props: LogPageProps) {
  const { description, path, apiPath, asked, logs, operations, empty } = props;
  const { source = "", q = "", operation = "", at = "" } = asked;
  const filter = new URLSearchParams(
    Object.entries({ source, q, operation, at }).filter(([, value]) => value !== ""),
  );
  const isLive = !operation && !q && !at;
  return (
    <Section
      title="Logs"
      description={description}
      action={
        <a
          href={`${apiPath}?${new URLSearchParams([...filter, ["download", "true"], ["limit", DOWNLOAD_LINES]])}`}
          download
          className={buttonVariants()}
        >
          <Download aria-hidden="true" />
          Download
        </a>
      }
    >
      <SearchForm {...props} />
      {at && !operation && (
        <p className="text-muted-foreground">
          Five minutes before and after <Moment value={at} />.{" "}
          <TextLink href={path}>The newest lines</TextLink>
        </p>
      )}
      {!logs.isComplete && (
        <p role="status" className="text-muted-foreground">
          The engine does not answer now: the newest lines may be missing.
        </p>
      )}
      <LogView
        key={String(filter)}
        initial={logs.lines}
        words={q}
        at={at || null}
        operations={operation || q ? [] : spansOf(operations)}
        followPath={isLive ? `${apiPath}?${new URLSearchParams([...filter, ["follow", "true"]])}` : null}
        empty={empty}
      />
    </Section>
  );
}

function SearchForm({ asked, operations, sources }: LogPageProps) {
  return (
    <search>
      <form className="flex flex-wrap items-center gap-2">
        <Select name="source" defaultValue={asked.source ?? ""} aria-label="Source" className="w-auto">
          {sources.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <Select
          name="operation"
          defaultValue={asked.operation ?? ""}
          aria-label="Operation"
          className="w-auto"
        >
          <option value="">Any time</option>
          {operations.map(({ id, kind, createdAt }) => (
            <option key={id} value={id}>
              {operationLabel(kind)}, <Moment value={createdAt} />
            </option>
          ))}
        </Select>
        <Input
          type="search"
          name="q"
          defaultValue={asked.q ?? ""}
          aria-label="Words"
          placeholder="Words"
          className="w-48"
        />
        <Button type="submit">Search</Button>
      </form>
    </search>
  );
}

/** Operations that have ended: what is written during one that runs is what one came to see. */
const spansOf = (operations: readonly LogOperationView[]) =>
  operations.flatMap(({ id, kind, createdAt, finishedAt }) =>
    finishedAt ? [{ id, fromAt: createdAt, toAt: finishedAt, label: operationLabel(kind) }] : [],
  );
