import { z } from "zod";
import type { ApiOperation } from "@/lib/contract/api/operations";

export type Operation = z.infer<typeof ApiOperation>;

/** Routes that are known by the vendor's description alone. */
export const WIRE = {
  getLogsUrl: { method: "GET", path: "/api/databases/{database}/logs", answer: z.object({ url: z.url() }) },
} as const;
