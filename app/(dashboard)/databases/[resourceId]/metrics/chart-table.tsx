"use client";
import { Fragment, useState } from "react";
import { Table, TableCell, TableHeading, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { SeriesView } from "@/lib/contract/stats";
import type { ChartSpec, Values } from "./chart-list";

const ROWS = 12;

type Part = { fromMs: number; first: number; last: number };

/** The range in so many parts of equal length. */
function partsOf({ times }: SeriesView): Part[] {
  const size = Math.max(1, Math.ceil(times.length / ROWS));
  return Array.from({ length: Math.ceil(times.length / size) }, (_, index) => ({
    fromMs: times[index * size] ?? 0,
    first: index * size,
    last: Math.min(times.length, (index + 1) * size),
  }));
}

function summary({ low, mean, high }: Values, { first, last }: Part) {
  const known = (values: readonly (number | null)[]) =>
    values.slice(first, last).filter((value) => value !== null);
  const means = known(mean);
  if (means.length === 0) return null;
  return {
    low: Math.min(...known(low)),
    mean: means.reduce((sum, value) => sum + value, 0) / means.length,
    high: Math.max(...known(high)),
  };
}

type ChartTableProps = {
  spec: ChartSpec;
  series: SeriesView;
  exact: (ms: number) => string;
  logsPath: string;
};

/** The chart in words and numbers, for those who do not see it; made when it is opened. */
export function ChartTable(props: ChartTableProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      className="min-w-0 text-xs open:basis-full"
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
    >
      <summary className="text-muted-foreground hover:text-foreground w-fit">
        Table of {props.spec.title}
      </summary>
      {isOpen && <Figures {...props} />}
    </details>
  );
}

function Figures({ spec, series, exact, logsPath }: ChartTableProps) {
  return (
    <Table className="mt-2">
      <thead>
        <tr>
          <TableHeading>From</TableHeading>
          {spec.lines.map(({ key, label }) => (
            <Fragment key={key}>
              <TableHeading>{label}, least</TableHeading>
              <TableHeading>mean</TableHeading>
              <TableHeading>most</TableHeading>
            </Fragment>
          ))}
        </tr>
      </thead>
      <tbody>
        {partsOf(series).map((part) => (
          <TableRow key={part.fromMs}>
            <TableCell className="whitespace-nowrap">
              <TextLink
                href={`${logsPath}?at=${new Date(part.fromMs).toISOString()}`}
                prefetch={false}
                title="The log lines of then"
              >
                {exact(part.fromMs)}
              </TextLink>
            </TableCell>
            {spec.lines.map(({ key, of }) => {
              const found = summary(of(series.measures), part);
              if (!found)
                return (
                  <TableCell key={key} colSpan={3} className="text-muted-foreground">
                    no data
                  </TableCell>
                );
              return (
                <Fragment key={key}>
                  <TableCell>{spec.format(found.low)}</TableCell>
                  <TableCell>{spec.format(found.mean)}</TableCell>
                  <TableCell>{spec.format(found.high)}</TableCell>
                </Fragment>
              );
            })}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
