import type { Engine } from "../engines/engine";
import { VALKEY_FORMAT, versionOf } from "../engines/versions";
import type { Plan } from "../plans/catalog";
import { FILL_MAX } from "../plans/change";
import { formatBytes } from "../units";

/** Without these nothing can be copied. */
const NEEDED = ["PTTL", "SCAN", "TYPE"] as const;
/** Types that can be copied value by value. */
export const COPIED_TYPES: readonly string[] = ["hash", "list", "set", "stream", "string", "zset"];
/** Modules that a server of these engines always has; their types are copied in the server's own form or not at all. */
const BUILT_IN = ["vectorset", "lua"];
/** Those of Redis between this one and Valkey's own mean something else to Valkey. */
const LAST_COMMON_FORMAT = 11;

/** Those that servers of these engines do not have by themselves. */
export const foreignModules = (modules: readonly string[]): string[] =>
  modules.filter((module) => !BUILT_IN.includes(module));

/** What an import is decided by. `source` is as the port `RedisImports` tells it. */
export type ImportInput = {
  source: {
    name: string | null;
    usedMemoryBytes: number | null;
    keysByDatabase: Readonly<Record<string, number>>;
    share: number;
    isCluster: boolean;
    types: readonly string[];
    modules: readonly string[];
    dataFormat: number | null;
    refusedCommands: readonly string[];
  };
  to: { engine: Engine; version: string; plan: Plan };
  /** Those that can be chosen instead. */
  plans: readonly Plan[];
};

type ImportRefusal =
  | "source_is_cluster"
  | "source_forbidden"
  | "source_empty"
  | "too_many_databases"
  | "type_unsupported"
  | "data_too_large";

/** Whether keys can be imported and how, with what people should know before; or why not and what to do. */
export type ImportDecision =
  | { allowed: true; way: "dump" | "typed"; notes: string[] }
  | { allowed: false; reason: ImportRefusal; message: string };

/** Whether a server of the format `to` takes single keys that one of the format `from` wrote. */
export function takesFormat(to: number, from: number): boolean {
  if (to >= VALKEY_FORMAT) return from <= LAST_COMMON_FORMAT || (from >= VALKEY_FORMAT && from <= to);
  return from <= to;
}

/** Says whether a source can be imported into a database of that plan and version, before anything is done. */
export function decideImport(input: ImportInput): ImportDecision {
  const { source, to } = input;
  const wayOfFormat =
    source.dataFormat !== null && takesFormat(versionOf(to.engine, to.version).dataFormat, source.dataFormat);
  const way = wayOfFormat ? "dump" : "typed";
  return (
    refuseSource(input, way) ?? refuseForSize(input) ?? { allowed: true, way, notes: notesOf(input, way) }
  );
}

const refuse = (reason: ImportRefusal, message: string): ImportDecision & { allowed: false } => ({
  allowed: false,
  reason,
  message,
});

function refuseSource({ source, to }: ImportInput, way: "dump" | "typed") {
  if (source.isCluster)
    return refuse(
      "source_is_cluster",
      "The source is one server of a cluster and holds only a part of the keys. Import a dump (an .rdb file) of each part, or put them together first.",
    );
  const missing = NEEDED.filter((command) => source.refusedCommands.includes(command));
  if (missing.length > 0)
    return refuse(
      "source_forbidden",
      `The source's user may not run ${missing.join(", ")}. Give it +@read and +@keyspace over all keys, or another user's URL.`,
    );
  const numbers = Object.keys(source.keysByDatabase).map(Number);
  if (numbers.length === 0)
    return refuse(
      "source_empty",
      "The source holds no keys there. Look at the number at the end of its URL.",
    );
  const beyond = numbers.filter((number) => number >= to.engine.databases);
  if (beyond.length > 0)
    return refuse(
      "too_many_databases",
      `The source holds keys in database ${beyond.join(", ")}; here they are numbered 0 to ${to.engine.databases - 1}. Put a number at the end of the URL to import one alone.`,
    );
  const foreign = way === "typed" ? source.types.filter((type) => !COPIED_TYPES.includes(type)) : [];
  if (foreign.length > 0)
    return refuse(
      "type_unsupported",
      `The source holds keys of a type that cannot be imported into ${to.engine.name} ${to.version}: ${foreign.join(", ")}.`,
    );
  return null;
}

/** What is imported fills about as much here, where the source says how much that is. */
const sizeOf = ({ source }: ImportInput): number => Math.ceil((source.usedMemoryBytes ?? 0) * source.share);

function refuseForSize(input: ImportInput) {
  const { to, plans } = input;
  const bytes = sizeOf(input);
  const fits = (plan: Plan) => bytes <= plan.maxMemoryBytes * FILL_MAX;
  if (fits(to.plan)) return null;
  const larger = plans.find(fits);
  const instead = larger ? ` Change the plan to ${larger.id} first.` : "";
  return refuse(
    "data_too_large",
    `The source holds ${formatBytes(bytes)} of data, the plan ${to.plan.id} holds ${formatBytes(to.plan.maxMemoryBytes)} and a tenth of it has to be free.${instead}`,
  );
}

function notesOf({ source, to }: ImportInput, way: "dump" | "typed"): string[] {
  const name = `${to.engine.name} ${to.version}`;
  const modules = foreignModules(source.modules);
  return [
    ...(way === "typed"
      ? [`Keys are copied value by value: ${name} does not take them in the source's own form.`]
      : []),
    ...(source.usedMemoryBytes === null
      ? [
          "The source does not say how large its data is: an import that does not fit ends, and changes nothing.",
        ]
      : []),
    ...(source.refusedCommands.includes("SELECT")
      ? [
          "The source's user may choose no database: what is in others than the first one is not seen, and not imported.",
        ]
      : []),
    ...(modules.length > 0
      ? [`The source has modules (${modules.join(", ")}). Keys of their types end the import.`]
      : []),
  ];
}
