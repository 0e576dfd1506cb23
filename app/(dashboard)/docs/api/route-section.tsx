import { needsLabel, type RouteReference } from "@/lib/contract/api/reference";
import { FieldTable } from "./field-table";

const WHERE = { path: "In the path", query: "In the query", body: "In the body" } as const;

export function RouteSection({ route, objects }: { route: RouteReference; objects: ReadonlySet<string> }) {
  const { id, method, path, summary, needs, status, inputs, answers } = route;
  return (
    <section id={id} className="grid min-w-0 gap-3">
      <div className="grid gap-1">
        <h3 className="font-mono text-sm font-semibold break-all">
          {method} {path}
        </h3>
        <p>{summary.replaceAll("`", "")}.</p>
        <p className="text-muted-foreground text-xs">
          Needs {needsLabel(needs)}; answers {status}.
        </p>
      </div>
      {inputs.map(({ where, fields }) => (
        <FieldTable key={where} title={WHERE[where]} fields={fields} objects={objects} marksRequired />
      ))}
      {answers.length > 0 && <FieldTable title="In the answer" fields={answers} objects={objects} />}
    </section>
  );
}
