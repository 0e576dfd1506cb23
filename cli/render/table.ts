import { uncoloured } from "../colour";

export type Alignment = "left" | "right";
export type Column = {
  header: string;
  align?: Alignment;
  /** At least so wide, in characters. */
  width?: number;
};

/** Characters of a text; colour does not count. */
const lengthOf = (text: string): number => [...uncoloured(text)].length;

const pad = (text: string, width: number, align: Alignment): string => {
  const space = " ".repeat(Math.max(0, width - lengthOf(text)));
  return align === "right" ? space + text : text + space;
};

/** Spare space before and after; an odd one before. */
function centre(text: string, width: number): string {
  const space = Math.max(0, width - text.length);
  const before = Math.ceil(space / 2);
  return " ".repeat(before) + text + " ".repeat(space - before);
}

const lineOf = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** Lines of a table with bars between its columns and centred headers. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ header, width = 0 }, index) =>
    Math.max(header.length, width, ...rows.map((row) => lengthOf(row[index] ?? ""))),
  );
  const header = columns.map((column, index) => centre(column.header, widths[index] ?? 0));
  const body = rows.map((row) =>
    columns.map(({ align = "left" }, index) => pad(row[index] ?? "", widths[index] ?? 0, align)),
  );
  return [lineOf(header), ...body.map(lineOf)];
}

/** Names and values, one pair a line. */
export function facts(rows: readonly (readonly [name: string, value: string])[]): string[] {
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const valueWidth = Math.max(...rows.map(([, value]) => lengthOf(value)));
  return rows.map(([name, value]) => lineOf([pad(name, nameWidth, "left"), pad(value, valueWidth, "left")]));
}
