"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { buttonVariants } from "@/components/ui/button-variants";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Textarea } from "@/components/ui/input";
import type { VariableInput } from "@/lib/contract/variables";
import { VARIABLE_VALUE_CHARS_MAX } from "@/lib/core/variables/rules";
import { setVariableAction, unsetVariableAction } from "./actions";

type VariableDialogProps = VariableInput & {
  open: { kind: "edit"; value: string } | { kind: "delete" };
  onClose: () => void;
};

export function VariableDialog({ app, name, open, onClose }: VariableDialogProps) {
  const isEdit = open.kind === "edit";
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={`${isEdit ? "Edit" : "Delete"} ${name}`}
        description={`A variable of ${app}. Running containers keep what they have until the next restart.`}
      >
        {isEdit ? (
          <EditForm app={app} name={name} value={open.value} onDone={onClose} />
        ) : (
          <DeleteForm app={app} name={name} onDone={onClose} />
        )}
      </DialogContent>
    </Dialog>
  );
}

type FormProps = VariableInput & { onDone: () => void };

function EditForm({ app, name, value, onDone }: FormProps & { value: string }) {
  const { form, error, fields, isPending } = useFormAction(setVariableAction, onDone);
  return (
    <form {...form} className="flex min-h-0 flex-col">
      <Names app={app} name={name} />
      <DialogBody>
        <FormError error={error} fields={["value"]} />
        <Field name="value" label="Value" errors={fields.value}>
          {(control) => (
            <Textarea
              {...control}
              defaultValue={value}
              rows={4}
              maxLength={VARIABLE_VALUE_CHARS_MAX}
              spellCheck={false}
              className="font-mono break-all"
            />
          )}
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose className={buttonVariants()}>Cancel</DialogClose>
        <SubmitButton isPending={isPending}>Save</SubmitButton>
      </DialogFooter>
    </form>
  );
}

function DeleteForm({ app, name, onDone }: FormProps) {
  const { form, error, isPending } = useFormAction(unsetVariableAction, onDone);
  return (
    <form {...form}>
      <Names app={app} name={name} />
      <DialogBody>
        <FormError error={error} />
        <p>The value is gone for good: Berth keeps no copy.</p>
      </DialogBody>
      <DialogFooter>
        <DialogClose className={buttonVariants()}>Cancel</DialogClose>
        <SubmitButton isPending={isPending} variant="destructive">
          Delete {name}
        </SubmitButton>
      </DialogFooter>
    </form>
  );
}

function Names({ app, name }: VariableInput) {
  return (
    <>
      <input type="hidden" name="app" value={app} />
      <input type="hidden" name="name" value={name} />
    </>
  );
}
