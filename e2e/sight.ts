import { expect, type Locator, type Page } from "@playwright/test";
import axe, { type RunOptions } from "axe-core";
import { casesOf } from "../tests/long";

const NARROW = { width: 390, height: 844 };
const WIDE = { width: 1280, height: 800 };
const THEMES = ["light", "dark"] as const;
type Theme = (typeof THEMES)[number];

/** What moves or fades in is judged where it comes to rest, which is now: behind a dialog it may wait for a frame that is never drawn. */
const rest = (page: Page) =>
  page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  });

async function setTheme(page: Page, theme: Theme): Promise<void> {
  await page.evaluate((chosen) => {
    document.documentElement.dataset.theme = chosen;
  }, theme);
  await rest(page);
}

/** What a narrow window or a colour theme can change. */
const OF_SIGHT = [
  "color-contrast",
  "link-in-text-block",
  "scrollable-region-focusable",
  "aria-hidden-focus",
  "nested-interactive",
];

/** Faults of the page as it stands that keep somebody from using it. */
async function listGrave(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (chosen) => (window as unknown as { axe: typeof axe }).axe.run(chosen),
    // Style sheets are not read anew: no rule that is asked for here needs them.
    { resultTypes: ["violations" as const], preload: false, ...options },
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}

/** What keeps somebody from using a page or dialog as it stands, at a desk and on a telephone; outside of a journey. */
export async function listFaults(page: Page, what: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [size, theme] of [
    [WIDE, "light"],
    [WIDE, "dark"],
    [NARROW, "dark"],
  ] as const) {
    await page.setViewportSize(size);
    await setTheme(page, theme);
    const grave = await listGrave(page, {});
    faults.push(...grave.map((fault) => `${what}, ${theme}, ${size.width} px: ${fault}`));
  }
  if ((await pixelsBeside(page)) > 0) faults.push(`${what} does not fit in ${NARROW.width} px`);
  await page.setViewportSize(WIDE);
  return faults;
}

/** Light at a desk and dark on a telephone, in the long form also the other way round. */
async function expectAccessible(page: Page, what: string, first: Theme): Promise<void> {
  for (const theme of casesOf(THEMES, (one) => one === first)) {
    await setTheme(page, theme);
    const isFirst = page.viewportSize()?.width === WIDE.width && theme === "light";
    const grave = await listGrave(page, isFirst ? {} : { runOnly: OF_SIGHT });
    expect.soft(grave, `${what}, ${theme}, ${page.viewportSize()?.width} px`).toEqual([]);
  }
}

const pixelsBeside = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(
      ...[document.documentElement, ...document.querySelectorAll("[role=dialog]")].map(
        ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
      ),
    ),
  );

/** By how much a page or dialog is too wide, and whatever reaches beyond the window, also what scrolls in a box of its own. */
async function listBeside(page: Page): Promise<string[]> {
  const pixels = await pixelsBeside(page);
  if (pixels <= 0) return [];
  const beyond = await page.evaluate(() =>
    [...document.querySelectorAll("body *")].flatMap((element) => {
      const { left, right } = element.getBoundingClientRect();
      if (right <= document.documentElement.clientWidth) return [];
      return [`${element.tagName} from ${left} to ${right}: ${(element.textContent ?? "").slice(0, 60)}`];
    }),
  );
  return [`${pixels} px too wide`, ...beyond];
}

/** What does not fit in the width of a telephone scrolls in its own box, never the page. */
async function expectNarrow(page: Page, what: string): Promise<void> {
  // A chart measures its box before it is drawn anew.
  await expect
    .configure({ soft: true })
    .poll(() => listBeside(page), `${what} does not fit in ${NARROW.width} px`)
    .toEqual([]);
}

/**
 * Nobody is kept from using what is shown, in light and dark, at a desk and on a telephone.
 *
 * A dialog is given as itself: it is looked at once it is there, not while the page is still asking for it.
 */
export async function expectGood(shown: Page | Locator, what: string): Promise<void> {
  const isPart = "page" in shown;
  if (isPart) await expect(shown, what).toBeVisible();
  const page = isPart ? shown.page() : shown;
  await rest(page);
  await expectAccessible(page, what, "light");
  await page.setViewportSize(NARROW);
  await expectNarrow(page, what);
  await expectAccessible(page, what, "dark");
  await page.setViewportSize(WIDE);
}
