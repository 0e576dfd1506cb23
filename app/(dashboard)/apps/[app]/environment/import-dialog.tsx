"use client";
import { ClipboardPaste } from "lucide-react";
import { useState } from "react";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { buttonVariants } from "@/components/ui/button-variants";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Textarea } from "@/components/ui/input";
import { importVariablesAction } from "./actions";

export function ImportDialog({ app }: { app: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button>
          <ClipboardPaste aria-hidden="true" />
          Paste a .env
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Paste a .env file"
        description="Each NAME=value sets one variable. What is not in the text stays as it is."
      >
        <ImportForm app={app} onClose={() => setIsOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

function ImportForm({ app, onClose }: { app: string; onClose: () => void }) {
  const { form, data, error, fields, isPending } = useFormAction(importVariablesAction);
  if (data)
    return (
      <>
        <DialogBody>
          <p role="status">
            {data.names.length === 0
              ? "Nothing changed: every variable has this value already."
              : `Set: ${data.names.join(", ")}.`}
          </p>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Close</Button>
        </DialogFooter>
      </>
    );
  return (
    <form {...form} className="flex min-h-0 flex-col">
      <input type="hidden" name="app" value={app} />
      <DialogBody>
        <FormError error={error} fields={["text"]} />
        <Field name="text" label="Contents" errors={fields.text}>
          {(control) => (
            <Textarea
              {...control}
              required
              rows={10}
              spellCheck={false}
              placeholder={'# comments are left out\nLOG_LEVEL=info\nGREETING="Hello"'}
              className="font-mono"
            />
          )}
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose className={buttonVariants()}>Cancel</DialogClose>
        <SubmitButton isPending={isPending}>Set the variables</SubmitButton>
      </DialogFooter>
    </form>
  );
}
