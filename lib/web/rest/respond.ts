import "server-only";
import { platform } from "../../runtime/container";
import { restApi } from "./api";

/** Answers what the REST API is asked. */
export const respondRest = restApi(platform);
