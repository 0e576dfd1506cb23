"use client";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { TextLink } from "@/components/ui/text-link";
import type { DatabaseView } from "@/lib/contract/databases";
import { CertificateNote } from "./certificate-note";
import { ConnectionUrl } from "./connection-url";
import { snippets } from "./snippets";

type ConnectSheetProps = {
  database: DatabaseView;
  variableName: string | null;
  onClose: () => void;
};

export function ConnectSheet({ database, variableName, onClose }: ConnectSheetProps) {
  const { resourceId, isTlsForced, publicAddress } = database;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        place="right"
        title="Connect"
        description={
          <>
            The address of <span className="font-mono">{resourceId}</span> works in the containers of its app
            {publicAddress ? ", the public one everywhere." : ", and nowhere else."}
          </>
        }
      >
        <DialogBody className="content-start gap-6">
          <ConnectionUrl database={database} />
          {publicAddress && <ConnectionUrl database={database} publicAddress={publicAddress} />}
          <CertificateNote database={database} />
          {variableName && (
            <section className="grid gap-3">
              <div className="grid gap-1">
                <h3 className="font-medium">In your program</h3>
                <p className="text-muted-foreground">
                  The URL stands in <code className="text-foreground font-mono text-xs">{variableName}</code>.
                  Read it there, and no secret gets into your code.
                </p>
              </div>
              {snippets(variableName, isTlsForced).map(({ title, code }) => (
                <CodeBlock key={title} title={title} code={code} />
              ))}
              <p className="text-muted-foreground">
                A change of plan or version closes connections: ioredis and Sidekiq come back by themselves,
                redis-py by its retry above.{" "}
                <TextLink href="/docs/clients">Settings of other clients</TextLink>
              </p>
            </section>
          )}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
