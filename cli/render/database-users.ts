import { table } from "./table";

type User = {
  name: string;
  read_only: boolean;
  protected: boolean;
  role: string;
  key_patterns: readonly string[];
  categories: readonly string[];
  is_on: boolean;
  is_applied: boolean;
};

const stateOf = ({ is_on: isOn, is_applied: isApplied }: User): string =>
  `${isOn ? "on" : "off"}${isApplied ? "" : " (not yet in effect)"}`;

const mayOf = ({ role, key_patterns: patterns, categories }: User): string =>
  role === "custom" ? `${categories.join(", ")}; keys ${patterns.join(" ")}` : role;

/** Users with what they may do. */
export const usersTable = (users: readonly User[]): string[] =>
  table(
    [
      { header: "Username" },
      { header: "Read-Only" },
      { header: "Protected" },
      { header: "May" },
      { header: "State" },
    ],
    users.map((user) => [
      user.name,
      String(user.read_only),
      String(user.protected),
      mayOf(user),
      stateOf(user),
    ]),
  );
