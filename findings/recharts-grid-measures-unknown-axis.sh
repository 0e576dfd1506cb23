#!/usr/bin/env bash
# Recharts 3.10.1: a grid first measures the texts of an axis that the chart does not have.
#
# An axis with `interval={0}` shows every tick that it was given, and with a function for `tick` it draws them without measuring any: nothing
# has to be laid out before the chart is there. With a <CartesianGrid> the first pass, in which the chart does not know its axes yet, goes by a
# default one: a category for each row, "0", "1", "2", …, whose texts are measured to find out which of them fit beside each other. Each is put
# into the page and its size read, which is a layout of the whole page each time. It is so for a grid of horizontal lines only
# (`vertical={false}`) as well. A text is measured once, so the first chart of a page pays for all others. Who gives the places of the
# horizontal lines (`horizontalPoints`) and a `verticalCoordinatesGenerator` that answers none has a grid for which nothing is measured.
#
# Seen with React 19.2.0 and jsdom 27.2.0 (where a text has no width, so that one fits every 5 px), 300 rows, 5 ticks on each axis:
#   "axes: 0, with a grid: 75, of horizontal lines only: 75, with given lines: 0"
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts recharts@3.10.1 react@19.2.0 react-dom@19.2.0 react-is@19.2.0 jsdom@27.2.0 >/dev/null
cat > seen.mjs <<'JS'
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true });
for (const name of ["document", "navigator", "HTMLElement", "SVGElement", "Element", "getComputedStyle", "requestAnimationFrame", "cancelAnimationFrame"])
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
Object.assign(globalThis, { window, IS_REACT_ACT_ENVIRONMENT: true });

const { act, createElement: h } = await import("react");
const { createRoot } = await import("react-dom/client");
const { CartesianGrid, Line, LineChart, XAxis, YAxis } = await import("recharts");

const measured = new Set();
const { getBoundingClientRect } = window.Element.prototype;
window.Element.prototype.getBoundingClientRect = function () {
  if (this.localName === "span") measured.add(this.textContent);
  return getBoundingClientRect.call(this);
};

const GRIDS = {
  axes: null,
  "with a grid": {},
  "of horizontal lines only": { vertical: false },
  "with given lines": { horizontalPoints: [10, 60, 110], verticalCoordinatesGenerator: () => [] },
};
const name = process.argv[2];
const grid = GRIDS[name];
const data = Array.from({ length: 300 }, (_, place) => ({ x: 1000 + place, y: place }));
const tick = ({ x, y, payload }) => h("text", { x, y }, `at ${payload.value}`);
const axis = { type: "number", interval: 0, tick };
const place = document.body.appendChild(document.createElement("div"));
await act(async () =>
  createRoot(place).render(
    h(
      LineChart,
      { width: 500, height: 200, data },
      h(XAxis, { ...axis, dataKey: "x", domain: [1000, 1300], ticks: [1000, 1075, 1150, 1225, 1300] }),
      h(YAxis, { ...axis, domain: [0, 400], ticks: [0, 100, 200, 300, 400] }),
      grid && h(CartesianGrid, grid),
      h(Line, { dataKey: "y", isAnimationActive: false, dot: false }),
    ),
  ),
);
if (!place.querySelector("path.recharts-line-curve")) throw new Error("no line was drawn");
if (grid && !place.querySelector(".recharts-cartesian-grid-horizontal line")) throw new Error("no grid was drawn");
if (!place.textContent.includes("at 1300at 0at 100")) throw new Error(`not the ticks that were given: ${place.textContent}`);
console.log(`${name}: ${measured.size}`);
JS
seen=
# Each in a process of its own: what was measured once is known.
for grid in axes "with a grid" "of horizontal lines only" "with given lines"; do
  seen+=${seen:+, }$(node seen.mjs "$grid" 2>errors) || { cat errors; exit 1; }
done
echo "$seen"
[[ $seen == "axes: 0, with a grid: 75, of horizontal lines only: 75, with given lines: 0" ]]
