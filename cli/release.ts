import { EXIT } from "./exit-codes";
import { Failure } from "./failure";

/** A release as routes name it. @throws Failure for what is none. */
export function releaseNamed(name: string): { engine: string; version: string } {
  const [engine, version, ...rest] = name.split(":");
  if (engine && version && rest.length === 0) return { engine, version };
  throw new Failure(EXIT.usage, "Name a release as engine and version: redis:VERSION.", [
    "Which there are: berth releases",
  ]);
}
