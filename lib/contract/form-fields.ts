import { z } from "zod";

/** A field that may be left out; a form sends an empty one for that, and a query null. */
export const emptyAsMissing = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());
