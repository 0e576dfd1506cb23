import { queryOptions } from "@tanstack/react-query";
import type { AddonView } from "@/lib/contract/addons";
import { fetchAddons } from "@/lib/contract/client";
import { SECOND_MS } from "@/lib/core/units";

/** The app's addons: every second while one of them changes, else now and then, for what others do. */
export const addonsQuery = (app: string, initialData: AddonView[]) =>
  queryOptions({
    queryKey: ["apps", app, "addons"],
    queryFn: () => fetchAddons(app),
    retry: false,
    initialData,
    // What came with the page is not asked for once more at once.
    staleTime: SECOND_MS,
    refetchInterval: ({ state }) => (state.data?.some(({ isBusy }) => isBusy) ? SECOND_MS : 15 * SECOND_MS),
  });
