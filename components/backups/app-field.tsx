import { useId } from "react";
import { Field } from "../forms/field";
import { Input } from "../ui/input";

type AppFieldProps = {
  /** The app that is proposed. */
  app: string;
  apps: readonly string[];
  errors: string[] | undefined;
};

/** The app that gets a new addon: by name, of which some are proposed. */
export function AppField({ app, apps, errors }: AppFieldProps) {
  const listId = useId();
  return (
    <Field
      name="appName"
      label="App"
      hint="It gets the database's address into its environment."
      errors={errors}
      className="max-w-sm"
    >
      {(control) => (
        <>
          <Input
            {...control}
            required
            list={listId}
            defaultValue={app}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          <datalist id={listId}>
            {apps.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
