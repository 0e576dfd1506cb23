"use client";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { TextLink } from "@/components/ui/text-link";
import { ConnectionUrl } from "./connection-url";
import { snippets } from "./snippets";

type ConnectSheetProps = {
  provider: string;
  resourceId: string;
  variableName: string | null;
  onClose: () => void;
};

export function ConnectSheet({ provider, resourceId, variableName, onClose }: ConnectSheetProps) {
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        place="right"
        title="Connect"
        description={
          <>
            The address of <span className="font-mono">{resourceId}</span> works in the containers of its app,
            and nowhere else.
          </>
        }
      >
        <DialogBody className="content-start gap-6">
          <ConnectionUrl provider={provider} resourceId={resourceId} />
          {variableName && (
            <section className="grid gap-3">
              <div className="grid gap-1">
                <h3 className="font-medium">In your program</h3>
                <p className="text-muted-foreground">
                  The URL stands in <code className="text-foreground font-mono text-xs">{variableName}</code>.
                  Read it there, and no secret gets into your code.
                </p>
              </div>
              {snippets(variableName).map(({ title, code }) => (
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
