import { Field } from "@/components/forms/field";
import { Input, Select } from "@/components/ui/input";

export function ImageFields({ fields }: { fields: Record<string, string[] | undefined> }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        name="image"
        label="Image"
        hint="With its tag, as Docker knows it."
        errors={fields.image}
        className="sm:col-span-2"
      >
        {(control) => <Input {...control} maxLength={255} placeholder="team/web:1.4" className="font-mono" />}
      </Field>
      <Field
        name="command"
        label="Command"
        hint="Leave it empty for the image's own. An entrypoint of the image stays in front of it."
        errors={fields.command}
        className="sm:col-span-2"
      >
        {(control) => (
          <Input {...control} maxLength={2_000} placeholder="node server.js" className="font-mono" />
        )}
      </Field>
      <Field
        name="containerPort"
        label="Port in the container"
        hint="Where your program listens, if it does."
        errors={fields.containerPort}
      >
        {(control) => (
          <Input {...control} inputMode="numeric" pattern="[0-9]*" placeholder="8080" className="font-mono" />
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

export function ServiceField({ services, errors }: { services: string[]; errors: string[] | undefined }) {
  if (services.length === 0)
    return (
      <p className="text-muted-foreground">
        There is none to link: the Swarm runs no service but Berth's own and those linked already.
      </p>
    );
  return (
    <Field name="service" label="Service" errors={errors}>
      {(control) => (
        <Select {...control} defaultValue="">
          <option value="">Choose a service</option>
          {services.map((service) => (
            <option key={service}>{service}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}
