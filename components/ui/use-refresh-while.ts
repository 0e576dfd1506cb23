import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** What is under way ends without anybody's click: the page is read anew each `everyMs` while it is. */
export function useRefreshWhile(isBusy: boolean, everyMs: number): void {
  const { refresh } = useRouter();
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(refresh, everyMs);
    return () => clearInterval(timer);
  }, [isBusy, everyMs, refresh]);
}
