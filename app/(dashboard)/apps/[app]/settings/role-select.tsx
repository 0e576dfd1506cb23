import type { ComponentProps } from "react";
import { Select } from "@/components/ui/input";
import { APP_ROLES, ROLE_WORDS } from "@/lib/core/people/roles";

/** The roles that a collaborator can have. */
export function RoleSelect(props: ComponentProps<typeof Select>) {
  return (
    <Select {...props}>
      {APP_ROLES.map((role) => (
        <option key={role} value={role}>
          {ROLE_WORDS[role].name}
        </option>
      ))}
    </Select>
  );
}
