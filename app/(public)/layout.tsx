import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";

export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh content-start justify-items-center px-4 py-12 sm:content-center">
      <main id="content" className="grid w-full max-w-sm gap-6">
        <p className="flex items-center gap-2 text-lg font-semibold tracking-tight">
          <Mark className="size-7" />
          Berth
        </p>
        {children}
      </main>
    </div>
  );
}
