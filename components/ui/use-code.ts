import { useQuery } from "@tanstack/react-query";
import type { ComponentType } from "react";

/** What the component takes whose code `Load` fetches. */
export type PropsOf<Load> = Load extends () => Promise<ComponentType<infer P>> ? P : never;

/** Code that comes when it is needed; what does not come can be asked for again. `title` is of this code alone. */
export const useCode = <P extends object>(title: string, load: () => Promise<ComponentType<P>>) =>
  useQuery({
    queryKey: ["code", title],
    queryFn: async () => ({ Loaded: await load() }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
