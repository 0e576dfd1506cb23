import { z } from "zod";

/** What the worker to be measured is told. */
export const Setup = z.object({
  linkOfStub: z.object({
    host: z.string(),
    port: z.number(),
    serverName: z.string(),
    caPem: z.string(),
    certPem: z.string(),
    keyPem: z.string(),
  }),
  /** False: neither containers nor Redis of any database are there. */
  isAnswering: z.boolean(),
});
export type Setup = z.infer<typeof Setup>;

/** What it answers. */
export const Sampled = z.object({
  cores: z.number(),
  roundP95Ms: z.number(),
  slowestRoundMs: z.number(),
  residentMb: z.number(),
});
export type Sampled = z.infer<typeof Sampled>;
