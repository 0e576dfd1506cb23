import { DomainError } from "../../core/errors";
import type { RedisTarget } from "../../ports/redis-admin";
import type { RedisDumps } from "../../ports/redis-dump";
import { silent } from "./translate";

type Options = {
  isRunning?: (serviceName: string) => boolean | Promise<boolean>;
  isPasswordRight?: (target: RedisTarget) => boolean;
};

/** Dumps in memory, and what a test can do to them. */
export type MemoryRedisDumps = RedisDumps & {
  /** What every node sends from now on. */
  setDump(content: Uint8Array): void;
  /** The next dump throws the error: before its first byte, or in its middle. */
  failNext(error: Error, when?: "before" | "within"): void;
};

export function memoryRedisDumps({ isRunning, isPasswordRight }: Options = {}): MemoryRedisDumps {
  let sent: Uint8Array = Buffer.from("REDIS0009 a dump");
  let failure: { error: Error; when: "before" | "within" } | null = null;
  return {
    dump: async (target) => {
      const { serviceName } = target;
      if (isRunning && !(await isRunning(serviceName))) throw silent(serviceName, undefined);
      if (isPasswordRight && !isPasswordRight(target))
        throw new DomainError("conflict", "redis_auth_refused", `${serviceName} refuses Berth's password.`);
      const failing = failure;
      failure = null;
      if (failing?.when === "before") throw failing.error;
      return { totalBytes: null, content: halves(sent, failing?.error ?? null) };
    },
    setDump: (content) => {
      sent = content;
    },
    failNext: (error, when = "before") => {
      failure = { error, when };
    },
  };
}

async function* halves(content: Uint8Array, error: Error | null): AsyncGenerator<Uint8Array> {
  const middle = Math.ceil(content.length / 2);
  yield content.subarray(0, middle);
  if (error) throw error;
  yield content.subarray(middle);
}
