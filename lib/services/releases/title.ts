import { engineOf, PROVIDERS } from "../../core/engines/engines";

/** Name of an engine for people, also of one that no catalog has: "Redis". */
export const engineTitle = (engine: string): string =>
  PROVIDERS.includes(engine) ? engineOf(engine).name : engine;

/** "Redis 8.0.2" */
export const releaseTitle = ({ engine, version }: { engine: string; version: string }): string =>
  `${engineTitle(engine)} ${version}`;
