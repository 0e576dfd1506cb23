import { DATABASES } from "@/lib/core/keys/numbers";
import { Select } from "../ui/input";

type DatabaseSelectProps = {
  value?: number;
  defaultValue?: number;
  onChange?: (db: number) => void;
};

/** Which of the databases within a Redis. */
export function DatabaseSelect({ value, defaultValue, onChange }: DatabaseSelectProps) {
  return (
    <Select
      name="db"
      aria-label="Number of the database"
      value={value}
      defaultValue={defaultValue}
      onChange={onChange && (({ currentTarget }) => onChange(Number(currentTarget.value)))}
      className="w-auto"
    >
      {Array.from({ length: DATABASES }, (_, db) => db).map((db) => (
        <option key={db} value={db}>
          Database {db}
        </option>
      ))}
    </Select>
  );
}
