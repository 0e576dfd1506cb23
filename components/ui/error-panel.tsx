"use client";
import { Button } from "./button";

/** What a part of the page shows when it could not be made; `retry` makes it anew. */
export function ErrorPanel({ retry }: { retry: () => void }) {
  return (
    <div role="alert" className="border-destructive/40 bg-destructive-soft grid gap-3 rounded-md border p-4">
      <p className="font-medium">This page could not be loaded.</p>
      <p className="text-muted-foreground">
        Your databases and apps go on running. If trying again does not help, ask your administrator to run{" "}
        <code className="font-mono">bin/admin doctor</code>.
      </p>
      <Button onClick={retry} className="justify-self-start">
        Try again
      </Button>
    </div>
  );
}
