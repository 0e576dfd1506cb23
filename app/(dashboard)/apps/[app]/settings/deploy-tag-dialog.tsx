"use client";
import { Upload } from "lucide-react";
import { useState } from "react";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { buttonVariants } from "@/components/ui/button-variants";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { deployTagAction } from "./actions";
import { useDeployment } from "./use-deployment";

type DeployTagProps = { app: string; image: string };

export function DeployTagDialog(props: DeployTagProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger className={buttonVariants()}>
        <Upload aria-hidden="true" />
        Deploy a tag
      </DialogTrigger>
      <DialogContent title="Deploy a tag" description={`Another tag in place of that of ${props.image}.`}>
        <DeployTagForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function DeployTagForm({ app }: DeployTagProps) {
  const { form, error, fields, isPending } = useDeployment(deployTagAction);
  return (
    <form {...form} className="flex min-h-0 flex-col">
      <input type="hidden" name="app" value={app} />
      <DialogBody>
        <FormError error={error} fields={["tag"]} />
        <Field name="tag" label="Tag" errors={fields.tag}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={128}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              placeholder="1.5"
              className="font-mono"
            />
          )}
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose className={buttonVariants()}>Cancel</DialogClose>
        <SubmitButton isPending={isPending}>Deploy this tag</SubmitButton>
      </DialogFooter>
    </form>
  );
}
