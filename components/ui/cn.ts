import { type ClassValue, clsx } from "clsx";
import { createTailwindMerge } from "tailwind-merge";

const any = () => true;
const isSize = (value: string) => /^\d?(xs|sm|base|lg|xl)$|^\[[\d.]+rem\]$/.test(value);
const isWidth = (value: string) => /^\d+$/.test(value);

/** Each of these names sets one thing, whatever follows it. */
const OPEN = [
  ..."accent align animate basis bg col-span col-start content cursor fill gap gap-x gap-y grid-cols h".split(
    " ",
  ),
  ..."inset inset-x inset-y top right bottom left items justify justify-items justify-self leading".split(
    " ",
  ),
  ..."m mx my mt mr mb ml max-h max-w min-h min-w opacity outline-offset overflow overflow-x overflow-y".split(
    " ",
  ),
  ..."p px py pt pr pb pl place-items pointer-events rounded rounded-t scroll-mt select self shadow size".split(
    " ",
  ),
  ..."stroke tracking transition translate-x translate-y underline-offset w whitespace z".split(" "),
];

/** Of the same kind, each under a name that is no part of a class. */
const KINDS = {
  display: ["block", "hidden", "contents", "inline", "table", "table-cell", "flex", "grid", "inline-flex"],
  position: ["static", "fixed", "absolute", "relative", "sticky"],
  unseen: ["sr-only", "not-sr-only"],
  fontSize: [{ text: [isSize] }],
  textSide: [{ text: ["left", "center", "right"] }],
  textColour: [{ text: [any] }],
  fontFamily: [{ font: ["sans", "mono"] }],
  fontWeight: [{ font: [any] }],
  flexDirection: [{ flex: ["row", "col"] }],
  flexWrap: [{ flex: ["wrap", "nowrap"] }],
  flex: [{ flex: [any] }],
  grow: [{ grow: ["", isWidth] }],
  shrink: [{ shrink: ["", isWidth] }],
  borderOfCells: [{ border: ["collapse", "separate"] }],
  borderStyle: [{ border: ["solid", "dashed"] }],
  border: [{ border: ["", isWidth] }],
  borderTop: [{ "border-t": ["", isWidth] }],
  borderBottom: [{ "border-b": ["", isWidth] }],
  borderLeft: [{ "border-l": ["", isWidth] }],
  borderColour: [{ border: [any] }],
  divide: [{ "divide-y": ["", isWidth] }],
  outlineStyle: [{ outline: ["none", "hidden"] }],
  outline: [{ outline: ["", isWidth] }],
  outlineColour: [{ outline: [any] }],
  listStyle: [{ list: [any] }],
  wordBreak: [{ break: ["words", "all"] }],
};

/** What setting one thing sets, too. */
const COVERED = {
  border: ["borderTop", "borderBottom", "borderLeft"],
  flex: ["basis", "grow", "shrink"],
  fontSize: ["leading"],
  gap: ["gap-x", "gap-y"],
  inset: ["inset-x", "inset-y", "top", "right", "bottom", "left"],
  "inset-x": ["right", "left"],
  "inset-y": ["top", "bottom"],
  m: ["mx", "my", "mt", "mr", "mb", "ml"],
  mx: ["mr", "ml"],
  my: ["mt", "mb"],
  overflow: ["overflow-x", "overflow-y"],
  p: ["px", "py", "pt", "pr", "pb", "pl"],
  px: ["pr", "pl"],
  py: ["pt", "pb"],
  rounded: ["rounded-t"],
  size: ["w", "h"],
};

/** The library's own table of all classes that there are is most of it, and every page would load it. */
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: { ...Object.fromEntries(OPEN.map((name) => [name, [{ [name]: [any] }]])), ...KINDS },
  conflictingClassGroups: COVERED,
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [],
}));

/** Joins class names; of two that set the same thing the later one counts. It knows those that Berth uses: see its test. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
