import { Field } from "@/components/forms/field";
import { Select } from "@/components/ui/input";

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
