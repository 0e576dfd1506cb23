import type { DatabaseView } from "@/lib/contract/databases";
import { engineName } from "@/lib/core/engines/names";

/** "Valkey 8.1.1": what the database runs now. */
export const databaseTitle = ({ engine, version }: Pick<DatabaseView, "engine" | "version">): string =>
  `${engineName(engine)} ${version}`;

/** Where it runs another engine than it was ordered with, both names. */
export function EngineNote({ database: { provider, engine } }: { database: DatabaseView }) {
  if (provider === engine) return null;
  return (
    <p className="text-muted-foreground">
      Ordered as {engineName(provider)}, runs {engineName(engine)}
    </p>
  );
}
