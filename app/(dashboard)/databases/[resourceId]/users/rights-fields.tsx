"use client";
import { Field } from "@/components/forms/field";
import { Input } from "@/components/ui/input";
import { CATEGORIES, type Category, type Role } from "@/lib/core/databases/rights";

/** What a form says of rights. */
export type RightsChoice = { role: Role; keyPatterns: string; categories: readonly Category[] };

const ROLE_WORDS: Record<Role, string> = {
  "read-only": "Read every key, and change none",
  "read-write": "Everything that the app itself may",
  custom: "Chosen kinds of commands, of chosen keys",
};

const CATEGORY_WORDS: Partial<Record<Category, string>> = {
  dangerous: "dangerous (KEYS, SORT, FLUSHDB, …)",
  sortedset: "sorted set",
  keyspace: "keyspace (DEL, EXPIRE, SCAN, …)",
};

type RightsFieldsProps = {
  choice: RightsChoice;
  onChoose: (choice: RightsChoice) => void;
  fields: Record<string, string[]>;
};

export function RightsFields({ choice, onChoose, fields }: RightsFieldsProps) {
  return (
    <>
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium">What the user may do</legend>
        {Object.entries(ROLE_WORDS).map(([role, words]) => (
          <label key={role} className="flex w-fit items-start gap-2">
            <input
              type="radio"
              name="role"
              value={role}
              checked={choice.role === role}
              // The keys of ROLE_WORDS are roles.
              onChange={() => onChoose({ ...choice, role: role as Role })}
              className="accent-primary mt-0.5 size-4 shrink-0"
            />
            {words}
          </label>
        ))}
      </fieldset>
      {choice.role === "custom" && <CustomFields choice={choice} onChoose={onChoose} fields={fields} />}
    </>
  );
}

function CustomFields({ choice, onChoose, fields }: RightsFieldsProps) {
  const { categories, keyPatterns } = choice;
  const toggle = (category: Category) =>
    onChoose({
      ...choice,
      categories: categories.includes(category)
        ? categories.filter((each) => each !== category)
        : [...categories, category],
    });
  return (
    <>
      <Field
        name="keyPatterns"
        label="Keys"
        hint="Patterns with spaces between them. Leave it empty for every key."
        errors={fields.keyPatterns}
      >
        {(control) => (
          <Input
            {...control}
            value={keyPatterns}
            onChange={({ target }) => onChoose({ ...choice, keyPatterns: target.value })}
            autoComplete="off"
            spellCheck={false}
            placeholder="cache:* session:*"
            className="font-mono"
          />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium">Kinds of commands</legend>
        <input type="hidden" name="categories" value={categories.join(" ")} />
        <div className="grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-3">
          {CATEGORIES.map((category) => (
            <label key={category} className="flex items-start gap-2">
              <input
                type="checkbox"
                checked={categories.includes(category)}
                onChange={() => toggle(category)}
                className="accent-primary mt-0.5 size-4 shrink-0"
              />
              {CATEGORY_WORDS[category] ?? category}
            </label>
          ))}
        </div>
        {fields.categories && (
          <p role="alert" className="text-destructive text-xs">
            {fields.categories.join(" ")}
          </p>
        )}
      </fieldset>
    </>
  );
}
