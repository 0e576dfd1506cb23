"use client";
import { ErrorPanel } from "@/components/ui/error-panel";

export default function RootError({ retry }: { retry: () => void }) {
  return (
    <main id="content" className="mx-auto max-w-2xl px-4 py-24">
      <ErrorPanel retry={retry} />
    </main>
  );
}
