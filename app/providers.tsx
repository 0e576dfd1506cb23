"use client";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import "./within-policy";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DomainError } from "@/lib/core/errors";

export function Providers({ children }: { children: ReactNode }) {
  const [isSignedOut, setIsSignedOut] = useState(false);
  const [client] = useState(() => newClient(() => setIsSignedOut(true)));
  return (
    <QueryClientProvider client={client}>
      {children}
      {isSignedOut && <SignedOut />}
    </QueryClientProvider>
  );
}

/** Asks also when the browser thinks that there is no network: what is shown must not stand still as if it were so. */
const newClient = (onSignedOut: () => void) =>
  new QueryClient({
    defaultOptions: { queries: { networkMode: "always" }, mutations: { networkMode: "always" } },
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof DomainError && error.code === "unauthenticated") onSignedOut();
      },
    }),
  });

/** Over the page, which stays: something may have been typed into it. */
function SignedOut() {
  const signIn = () => {
    const { pathname, search } = window.location;
    window.location.assign(`/sign-in?${new URLSearchParams({ next: pathname + search })}`);
  };
  return (
    <div className="fixed inset-x-4 bottom-4 z-60 mx-auto max-w-xl shadow-xl">
      <Alert
        tone="danger"
        title="Your session has ended."
        action={
          <Button variant="primary" onClick={signIn}>
            Sign in
          </Button>
        }
        className="bg-card"
      >
        You come back to this page.
      </Alert>
    </div>
  );
}
