import { table } from "../figures";
import type { Client } from "./catalog";
import type { Seen } from "./crew";
import { MOVES } from "./requests";
import { type Figures, noFigures, WORDS } from "./watch";

const PHASES = ["before", ...MOVES] as const;
type Total = {
  client: string;
  all: Figures;
  gaps: number[];
  perMove: Record<string, Figures>;
  words: string[];
};

/** Nothing of this may happen to any client. A closed connection may: once for each that a move ends. */
const FAULTS = ["lost", "stale", "hung", "stuck", "noReplicas", "readOnly", "signIn"] as const;

const add = (a: Figures, b: Figures): Figures => {
  const sum = noFigures();
  for (const name of Object.keys(sum) as (keyof Figures)[])
    sum[name] = name === "gapMs" ? Math.max(a[name], b[name]) : a[name] + b[name];
  return sum;
};

/** What all starts of each client saw, in the order of the clients. */
export const totals = (clients: readonly Client[], seen: readonly Seen[]): Total[] =>
  clients.map(({ name }) => {
    const own = seen.filter(({ client }) => client.name === name);
    const of = (phase: (typeof PHASES)[number]) =>
      own.map(({ watch }) => watch.figures[phase]).reduce(add, noFigures());
    return {
      client: name,
      all: PHASES.map(of).reduce(add, noFigures()),
      gaps: MOVES.map((move) => of(move).gapMs),
      perMove: Object.fromEntries(PHASES.map((phase) => [phase, of(phase)])),
      words: [
        ...new Set(own.flatMap(({ watch, lastWords }) => [...watch.firstOf.values(), lastWords])),
      ].filter(Boolean),
    };
  });

/** Every fault, as a sentence. */
export const faultsOf = (all: readonly Total[]): string[] =>
  all.flatMap(({ client, all: figures }) =>
    FAULTS.filter((name) => figures[name] > 0).map((name) => `${client}: ${name} ${figures[name]}`),
  );

/** The same by move, all clients together. */
export const moveTableOf = (all: readonly Total[]): string =>
  table([
    ["move", ...FAULTS, "closed", "longest gap ms"],
    ...MOVES.map((move) => {
      const figures = all.map(({ perMove }) => perMove[move] ?? noFigures()).reduce(add, noFigures());
      return [move, ...FAULTS.map((name) => figures[name]), figures.closed, figures.gapMs];
    }),
  ]);

export const tableOf = (all: readonly Total[]): string =>
  table([
    [
      "client",
      "acknowledged",
      "lost",
      "stale",
      "hung",
      "stuck",
      "gaveUp",
      ...WORDS,
      ...MOVES.map((move) => `gap ${move} ms`),
    ],
    ...all.map(({ client, all: figures, gaps }) => [
      client,
      figures.acknowledged,
      figures.lost,
      figures.stale,
      figures.hung,
      figures.stuck,
      figures.gaveUp,
      ...WORDS.map((word) => figures[word]),
      ...gaps,
    ]),
  ]);
