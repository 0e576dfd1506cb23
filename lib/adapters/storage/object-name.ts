import { DomainError } from "../../core/errors";

const NAME = /^[A-Za-z0-9_-][\w.-]*(\/[A-Za-z0-9_-][\w.-]*)*$/;

/** The name itself, which leads nowhere else. @throws DomainError `invalid`. */
export function objectName(name: string): string {
  if (NAME.test(name)) return name;
  throw new DomainError(
    "invalid",
    "object_name_invalid",
    `${JSON.stringify(name)} is no name of a stored object.`,
  );
}
