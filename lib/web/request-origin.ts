import "server-only";
import { headers } from "next/headers";
import { platform } from "../runtime/container";
import { originOf } from "./origin";

/** For pages: `originOf` the request that Next has at hand. */
export const requestOrigin = async (): Promise<string> => originOf(await headers(), platform());
