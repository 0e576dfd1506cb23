import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { Pool } from "pg";
import { DomainError } from "../core/errors";
import { query } from "./client";

/** What is used of Prisma's schema engine (WebAssembly build); the package's own types import its wasm file as a module. */
type SchemaEngine = { applyMigrations(input: object): Promise<{ appliedMigrationNames: string[] }> };

/**
 * Applies the migrations of `prisma/migrations` that the database has not seen and records them as `prisma migrate` does. It is
 * Prisma's own engine as WebAssembly: the native one is a download, which a closed network cannot make.
 * Returns the names applied, in order; empty when there was nothing to do. With `only`, no others than those. @throws DomainError
 * `unavailable`; `conflict` reason `records_newer` when one of `only` is not there.
 */
export async function migrateDatabase(
  connectionString: string,
  prismaDir: string,
  only?: readonly string[],
): Promise<string[]> {
  // A pool of our own: its end gives back the lock that the engine takes, which would else be held until the pool is idle.
  const pool = new Pool({ connectionString, connectionTimeoutMillis: 5_000 });
  try {
    // Our own files first: one that is missing says nothing of PostgreSQL.
    const [files, engine] = [readFiles(prismaDir, only), await loadEngine()];
    return await query(() => apply(pool, files, engine));
  } finally {
    await pool.end();
  }
}

type Files = { schema: string; migrationsList: object };

/** Schema and migrations, all of them read. @throws Error that names the folder when it is not whole. */
function readFiles(prismaDir: string, only: readonly string[] | undefined): Files {
  const baseDir = join(prismaDir, "migrations");
  const read = (...path: string[]) => readFileSync(join(prismaDir, ...path), "utf8");
  try {
    const all = readdirSync(baseDir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
    const names = only ? all.filter((name) => only.includes(name)) : all;
    if (only && names.length < only.length) throw madeByLater();
    const lockfile = { path: "migration_lock.toml", content: read("migrations", "migration_lock.toml") };
    const migrationDirectories = names.map((path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: read("migrations", path, "migration.sql") },
      },
    }));
    const migrationsList = { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
    return { schema: read("schema.prisma"), migrationsList };
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new Error(`The folder ${prismaDir} of this installation is not whole: install Berth anew.`, {
      cause,
    });
  }
}

const madeByLater = () =>
  new DomainError(
    "conflict",
    "records_newer",
    "These records were kept by a later version of Berth than this one: install that version, or a later one, then try again.",
  );

async function apply(
  pool: Pool,
  { schema, migrationsList }: Files,
  { SchemaEngine }: Bindings,
): Promise<string[]> {
  const engine = await SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool)),
  );
  const filters = { externalTables: [], externalEnums: [] };
  const result = await engine.applyMigrations({ migrationsList, filters });
  return result.appliedMigrationNames;
}

function loadEngine(): Promise<Bindings> {
  bindings ??= loadBindings();
  return bindings;
}

type Bindings = { SchemaEngine: { new: (...input: unknown[]) => Promise<SchemaEngine> } };

/** Once per process: the glue code keeps one WebAssembly memory. */
let bindings: Promise<Bindings> | undefined;

async function loadBindings(): Promise<Bindings> {
  const glue = "@prisma/schema-engine-wasm/schema_engine_bg";
  const module = await import(glue);
  const wasmPath = createRequire(import.meta.url)
    .resolve(glue)
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), {
    "./schema_engine_bg.js": module,
  });
  module.__wbg_set_wasm(instance.exports);
  if (typeof instance.exports.__wbindgen_start === "function") instance.exports.__wbindgen_start();
  return module;
}
