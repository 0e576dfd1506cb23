import { Readable } from "node:stream";
import type Docker from "dockerode";
import type { z } from "zod";
import { DomainError } from "../../../core/errors";
import { translate } from "./translate";

const TIMEOUT_MS = 15_000;
const GOOD_STATUSES = { 200: true, 201: true, 202: true, 204: true, 304: true };

/** One request to the engine. `filters` is what its list calls take. */
type Call = {
  method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  path: string;
  query?: Record<string, string | number | boolean>;
  filters?: Record<string, readonly string[]>;
  body?: unknown;
  file?: Buffer | Readable;
  timeoutMs?: number;
};

/** The API of one engine for one instance: every answer is parsed, every call ends in time, every failure is a DomainError. */
export type EngineApi = {
  instance: string;
  ask<T>(call: Call, schema: z.ZodType<T>): Promise<T>;
  send(call: Call): Promise<void>;
  /** The answer's body as it comes, until it ends or `signal` says so; only the wait for its beginning ends in time. */
  stream(call: Call, signal: AbortSignal): Promise<Readable>;
  /** Sends a file of any size, which ends when `signal` says so, with its reason; the wait for the answer is in there. */
  upload(call: Call & { file: Readable }, signal: AbortSignal): Promise<void>;
};

/** Options of docker-modem's `dial`; `_query` and `_body` keep the two apart, where its own methods mix them. */
function dialOptions({ method, path, query, filters, body, file }: Call, abortSignal: AbortSignal) {
  const asked = { ...query, ...(filters && { filters: JSON.stringify(filters) }) };
  const options = { _query: asked, _body: body ?? {} };
  return { method, path: `${path}?`, options, file, statusCodes: GOOD_STATUSES, abortSignal };
}

/** `told` is what a failure means: of another host's engine it is no failure of our own. */
export function engineApi({
  instance,
  docker,
  told = translate,
}: {
  instance: string;
  docker: Docker;
  told?: typeof translate;
}): EngineApi {
  const dial = (call: Call): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const abortSignal = AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS);
      // The modem reports an abort before the answer only; this one ends the wait in any case.
      abortSignal.addEventListener("abort", () => reject(told(call, abortSignal.reason)), {
        once: true,
      });
      docker.modem.dial(dialOptions(call, abortSignal), (error: unknown, answer: unknown) =>
        error ? reject(told(call, error)) : resolve(answer),
      );
    });
  return {
    instance,
    async ask(call, schema) {
      const answer = schema.safeParse(await dial(call));
      if (answer.success) return answer.data;
      throw new DomainError(
        "internal",
        "engine_answer_unknown",
        `The Docker engine answered ${call.method} ${call.path} in a form Berth does not know.`,
        { cause: answer.error },
      );
    },
    async send(call) {
      await dial(call);
    },
    upload: (call, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(told(call, signal.reason)), { once: true });
        docker.modem.dial(dialOptions(call, signal), (error: unknown) =>
          error ? reject(told(call, error)) : resolve(),
        );
      }),
    stream: (call, signal) =>
      new Promise((resolve, reject) => {
        const late = AbortSignal.timeout(TIMEOUT_MS);
        late.addEventListener("abort", () => reject(told(call, late.reason)), { once: true });
        const options = { ...dialOptions(call, signal), isStream: true };
        docker.modem.dial(options, (error: unknown, answer: unknown) => {
          if (answer instanceof Readable) resolve(answer);
          else reject(told(call, error ?? new Error("the engine answered with no stream")));
        });
      }),
  };
}
