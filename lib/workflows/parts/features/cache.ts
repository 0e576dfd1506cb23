import { configOf } from "../../../core/features/node-config";
import { assertConfig, keepConfig } from "./node-config";
import type { FeaturePart } from "./part";

export const CACHE: FeaturePart = {
  apply: (deps, { database, to }) => keepConfig(deps, database, configOf("redis-cache", to)),
  check: (deps, { database, to }) => assertConfig(deps, database, configOf("redis-cache", to)),
};
