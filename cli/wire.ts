import type { z } from "zod";
import type { ApiOperation } from "@/lib/contract/api/operations";

export type Operation = z.infer<typeof ApiOperation>;
