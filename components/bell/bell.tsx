"use client";
import { useQuery } from "@tanstack/react-query";
import { BellIcon } from "lucide-react";
import { useState } from "react";
import type { BellNews } from "@/lib/contract/bell-client";
import { Button } from "../ui/button";
import { LazyDialog } from "../ui/lazy-dialog";
import { bellNewsQuery } from "./queries";
import { useTitleDot } from "./use-title-dot";

const NOTHING: BellNews = { firing: 0, failed: 0, ended: 0 };
const loadPanel = () => import("./bell-panel").then(({ BellPanel }) => BellPanel);

/** What fires and what ended since one last looked, on every page. */
export function Bell() {
  const [isOpen, setIsOpen] = useState(false);
  const { data: news = NOTHING } = useQuery(bellNewsQuery);
  const urgent = news.firing + news.failed;
  const isQuiet = urgent + news.ended === 0;
  useTitleDot(!isQuiet);
  const label = `Notifications: ${words(news)}`;
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-haspopup="dialog"
        aria-label={label}
        title={label}
        onClick={() => setIsOpen(true)}
        className="relative"
      >
        <BellIcon aria-hidden="true" />
        {urgent > 0 ? (
          <span
            aria-hidden="true"
            className="bg-destructive text-destructive-foreground absolute top-0 right-0 grid h-4 min-w-4 place-items-center rounded-full px-1 text-[0.625rem] leading-none"
          >
            {urgent > 9 ? "9+" : urgent}
          </span>
        ) : (
          !isQuiet && (
            <span aria-hidden="true" className="bg-primary absolute top-1 right-1 size-2 rounded-full" />
          )
        )}
      </Button>
      {isOpen && (
        <LazyDialog title="Notifications" load={loadPanel} props={{ onClose: () => setIsOpen(false) }} />
      )}
    </>
  );
}

const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

function words({ firing, failed, ended }: BellNews): string {
  const all = [
    ...counted(firing, "alert fires", "alerts fire"),
    ...counted(failed, "operation failed", "operations failed"),
    ...counted(ended, "operation ended", "operations ended"),
  ];
  return all.length > 0 ? all.join(", ") : "nothing new";
}
