import type { AppView } from "@/lib/contract/apps";
import { Field } from "../forms/field";
import { Input } from "../ui/input";

type ImageFieldsProps = {
  fields: Record<string, string[] | undefined>;
  /** What they begin with. */
  app?: Pick<AppView, "image" | "command" | "containerPort" | "publishedPort">;
};

/** Which image runs, its command and its ports. */
export function ImageFields({ fields, app }: ImageFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        name="image"
        label="Image"
        hint="With its tag, as Docker knows it."
        errors={fields.image}
        className="sm:col-span-2"
      >
        {(control) => (
          <Input
            {...control}
            defaultValue={app?.image ?? ""}
            maxLength={255}
            placeholder="team/web:1.4"
            className="font-mono"
          />
        )}
      </Field>
      <Field
        name="command"
        label="Command"
        hint="Leave it empty for the image's own. An entrypoint of the image stays in front of it."
        errors={fields.command}
        className="sm:col-span-2"
      >
        {(control) => (
          <Input
            {...control}
            defaultValue={app?.command ?? ""}
            maxLength={2_000}
            placeholder="node server.js"
            className="font-mono"
          />
        )}
      </Field>
      <Field
        name="containerPort"
        label="Port in the container"
        hint="Where your program listens, if it does."
        errors={fields.containerPort}
      >
        {(control) => (
          <Input
            {...control}
            defaultValue={app?.containerPort ?? ""}
            inputMode="numeric"
            pattern="[0-9]*"
            placeholder="8080"
            className="font-mono"
          />
        )}
      </Field>
      <Field
        name="publishedPort"
        label="Port on the host"
        hint="Under which others reach it. Give both, or neither."
        errors={fields.publishedPort}
      >
        {(control) => (
          <Input
            {...control}
            defaultValue={app?.publishedPort ?? ""}
            inputMode="numeric"
            pattern="[0-9]*"
            placeholder="18080"
            className="font-mono"
          />
        )}
      </Field>
    </div>
  );
}
