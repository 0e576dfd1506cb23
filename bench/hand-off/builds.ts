import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Answer, Side } from "./side";

const run = promisify(execFile);
const SIDE = fileURLToPath(new URL("side.ts", import.meta.url));

/** Asks a build for one thing after the other. */
export type Build = {
  ask: <V extends keyof Side>(verb: V, ...input: Parameters<Side[V]>) => ReturnType<Side[V]>;
  end: () => Promise<void>;
};

/** A Berth of the checkout in `dir`, in a process of its own there; it is built when it is not. */
export async function startBuild(dir: string): Promise<Build> {
  if (!existsSync(join(dir, "dist/index.mjs"))) await run("npm", ["run", "build:node"], { cwd: dir });
  const child = spawn(process.execPath, ["--import", "tsx", SIDE], {
    cwd: dir,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let asked = 0;
  await answerOf(child, asked);
  const build: Build = {
    ask: <V extends keyof Side>(verb: V, ...input: Parameters<Side[V]>) => {
      asked += 1;
      const answer = answerOf(child, asked);
      child.send({ id: asked, verb, input: input[0] });
      // The other process runs the same file: what it answers is what its verb says.
      return answer as ReturnType<Side[V]>;
    },
    end: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.connected) await build.ask("end");
      await ended;
    },
  };
  return build;
}

function answerOf(child: ChildProcess, id: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (answer: Answer) => {
      if (answer.id !== id) return;
      child.off("message", settle).off("exit", gone);
      if (answer.error === null) resolve(answer.value);
      else reject(new Error(answer.error));
    };
    const gone = () => reject(new Error("a build of Berth ended before it answered"));
    child.on("message", settle).once("exit", gone);
  });
}

/** Where the former build is: `--former DIR`, or a checkout of the ref in FORMER, which is made; null without either. */
export async function findFormer(
  words: readonly string[],
): Promise<{ dir: string; remove: () => Promise<void> } | null> {
  const place = words.indexOf("--former");
  if (place >= 0) return { dir: resolve(words[place + 1] ?? ""), remove: async () => {} };
  const ref = process.env.FORMER;
  if (!ref) return null;
  const dir = join(mkdtempSync(join(tmpdir(), "berth-former-")), "berth");
  const remove = async () => {
    await run("git", ["worktree", "remove", "--force", dir]);
    rmSync(dirname(dir), { recursive: true, force: true });
  };
  await run("git", ["worktree", "add", "--detach", dir, ref]);
  symlinkSync(resolve("node_modules"), join(dir, "node_modules"));
  await run("npm", ["run", "generate"], { cwd: dir });
  return { dir, remove };
}
