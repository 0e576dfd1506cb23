import { sumKeys } from "../../backups/backup";
import { toolOf } from "../tools";
import { DATABASES } from "./conf";
import { REDIS_PORT } from "./port";

/** The file that a server looks for. */
export const DUMP_FILE = "dump.rdb";

/** Where the volume with the dump is in the container that tries it. */
export const PROOF_FOLDER = "/data";

const SPOILT = 10;
const NOT_LOADABLE = 11;
const LOADED = "proof: loaded in ms";

/**
 * Checks the file by its own tool, whose exit code alone says whether it is whole, then has a server load it: some tools let pass what
 * their server refuses. It follows nobody, as a replica takes in every key, those whose time ran out as well, and drops none; it
 * has no limit of its own, so that it evicts nothing.
 */
const SCRIPT = `server=$1 check=$2 cli=$3
"$check" ${PROOF_FOLDER}/${DUMP_FILE} || exit ${SPOILT}
began=$(date +%s%N)
"$server" --dir ${PROOF_FOLDER} --dbfilename ${DUMP_FILE} --bind 127.0.0.1 --port ${REDIS_PORT} --databases ${DATABASES} \\
  --save '' --appendonly no --maxmemory 0 --maxmemory-policy noeviction --replicaof 127.0.0.1 1 --loglevel warning &
until [ "$("$cli" -p ${REDIS_PORT} ping 2>&1)" = PONG ]; do
  kill -0 $! 2>/dev/null || exit ${NOT_LOADABLE}
  sleep 0.05
done
echo "${LOADED} $((($(date +%s%N) - began) / 1000000))"
"$cli" -p ${REDIS_PORT} info`;

/** What the container runs. */
export const proofCommand = (serverCommand: string): string[] => [
  ...["sh", "-c", SCRIPT, "proof", serverCommand],
  ...[toolOf(serverCommand, "check-rdb"), toolOf(serverCommand, "cli")],
];

/** What a server found in a dump. Keys of each database by its number, those with a time to live among them; `functions` is null where the version has none. */
export type DumpProof = {
  keysByDatabase: Record<string, number>;
  expiringKeys: number;
  functions: number | null;
  loadMs: number;
};

/** Why a dump counts for nothing. */
export type ProofRefusal = {
  reason: "dump_spoilt" | "dump_keys_differ" | "dump_not_loadable";
  message: string;
};
/** What came of a proof. */
export type ProofDecision = { allowed: true; proof: DumpProof } | ({ allowed: false } & ProofRefusal);

const refused = (reason: ProofRefusal["reason"], message: string): ProofDecision => ({
  allowed: false,
  reason,
  message,
});

/** Reads what `proofCommand` printed, whose last lines are its own whatever a file made the tools say before. */
export function decideProof({ exitCode, output }: { exitCode: number; output: string }): ProofDecision {
  const at = output.lastIndexOf(LOADED);
  if (exitCode === SPOILT) return refusedByTool(output);
  if (exitCode !== 0 || at < 0) return refused("dump_not_loadable", whyNotLoaded(output));
  const proof = parseLoaded(output.slice(at));
  const checkedKeys = Number(lastOf(output.slice(0, at), /^\[info\] (\d+) keys read$/gm));
  const keys = sumKeys(proof.keysByDatabase);
  if (keys === checkedKeys) return { allowed: true, proof };
  return refused("dump_keys_differ", `The dump holds ${checkedKeys} keys, and Redis loaded ${keys} of them.`);
}

const lastOf = (text: string, pattern: RegExp): string | undefined => [...text.matchAll(pattern)].at(-1)?.[1];

/** A file of a later version is whole, and of no use here. */
function refusedByTool(output: string): ProofDecision {
  const said = lastOf(output, /^--- RDB ERROR DETECTED ---\n\[offset \d+\] (.*)$/gm) ?? "it cannot be read";
  if (/can't handle rdb format version/i.test(said))
    return refused(
      "dump_not_loadable",
      `The dump was made by a later version of Redis than this one: ${said}.`,
    );
  return refused("dump_spoilt", `The dump is cut short, changed, or none of Redis: ${said}.`);
}

function whyNotLoaded(output: string): string {
  const said = [...output.matchAll(/^\d+:\w .* # (.*)$/gm)].map(([, words = ""]) => words);
  const why = said.findLast(
    (words) => !/^(Fatal error|WARNING)/i.test(words) && !/^oO0|^Server init/.test(words),
  );
  const isFatal = said.some((words) => /fatal|exit/i.test(words));
  if (isFatal && why) return `Redis does not load the dump: ${why}`;
  return "Redis ended while it loaded the dump: it may need more memory than the plan has.";
}

/** https://redis.io/docs/latest/commands/info/ */
function parseLoaded(text: string): DumpProof {
  const keysByDatabase: Record<string, number> = {};
  let expiringKeys = 0;
  for (const [, database = "", keys, expires] of text.matchAll(/^db(\d+):keys=(\d+),expires=(\d+)/gm)) {
    keysByDatabase[database] = Number(keys);
    expiringKeys += Number(expires);
  }
  const functions = /^number_of_functions:(\d+)/m.exec(text)?.[1];
  return {
    keysByDatabase,
    expiringKeys,
    functions: functions === undefined ? null : Number(functions),
    loadMs: Number(text.slice(LOADED.length).trim().split("\n", 1)[0]),
  };
}
