"use client";
import { Plug } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { LazyDialog } from "@/components/ui/lazy-dialog";
import type { DatabaseView } from "@/lib/contract/databases";

const loadConnectSheet = () => import("./connect-sheet").then(({ ConnectSheet }) => ConnectSheet);

type ConnectButtonProps = {
  database: DatabaseView;
  /** The variable that holds the URL in the app's environment; null when it has none. */
  variableName: string | null;
};

/** Opens the sheet, which is fetched only then. */
export function ConnectButton({ database, variableName }: ConnectButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <Plug aria-hidden="true" />
        Connect
      </Button>
      {isOpen && (
        <LazyDialog
          title="Connect"
          load={loadConnectSheet}
          props={{ database, variableName, onClose: () => setIsOpen(false) }}
        />
      )}
    </>
  );
}
