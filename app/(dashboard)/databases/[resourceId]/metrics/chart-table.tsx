"use client";
import { Fragment } from "react";
import { Table, TableCell, TableHeading, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { SeriesView } from "@/lib/contract/stats";
import type { Measure } from "@/lib/core/stats/measures";
import type { ChartSpec } from "./chart-list";

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

function summary({ measures }: SeriesView, measure: Measure, { first, last }: Part) {
  const known = (values: readonly (number | null)[]) =>
    values.slice(first, last).filter((value) => value !== null);
  const { low, mean, high } = measures[measure];
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

/** The chart in words and numbers, for those who do not see it. */
export function ChartTable({ spec, series, exact, logsPath }: ChartTableProps) {
  return (
    <details className="text-xs">
      <summary className="text-muted-foreground hover:text-foreground w-fit">Table of {spec.title}</summary>
      <Table className="mt-2">
        <thead>
          <tr>
            <TableHeading>From</TableHeading>
            {spec.lines.map(({ measure, label }) => (
              <Fragment key={measure}>
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
              {spec.lines.map(({ measure }) => {
                const found = summary(series, measure, part);
                if (!found)
                  return (
                    <TableCell key={measure} colSpan={3} className="text-muted-foreground">
                      no data
                    </TableCell>
                  );
                return (
                  <Fragment key={measure}>
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
    </details>
  );
}
