"use client";
import "./globals.css";
import { ErrorPanel } from "@/components/ui/error-panel";

export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Berth</title>
        <main id="content" className="mx-auto max-w-2xl px-4 py-24">
          <ErrorPanel retry={retry} />
        </main>
      </body>
    </html>
  );
}
