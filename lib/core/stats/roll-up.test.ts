import { describe, expect, it } from "vitest";
import { nothingMeasured } from "./measures";
import { bandOf, rollUp } from "./roll-up";

const round = (keys: number | null) => bandOf({ ...nothingMeasured(), keys });

describe("rollUp", () => {
  it("keeps least, mean and most", () => {
    const { samples, low, mean, high } = rollUp([round(1), round(2), round(9)]);
    expect([samples, low.keys, mean.keys, high.keys]).toEqual([3, 1, 4, 9]);
  });

  it("what is unknown counts neither as zero nor as a round of its measure", () => {
    const { low, mean } = rollUp([round(4), round(null), round(6)]);
    expect([low.keys, mean.keys]).toEqual([4, 5]);
  });

  it("a measure that nobody knows stays unknown", () => {
    expect(rollUp([round(1)]).mean.cpuPercent).toBeNull();
    expect(rollUp([])).toMatchObject({ samples: 0, mean: nothingMeasured() });
  });

  it("in two steps is the same as in one, also with gaps", () => {
    const rounds = [1, 2, 9, 4, 7].map(round);
    const steps = rollUp([rollUp(rounds.slice(0, 2)), rollUp(rounds.slice(2))]);
    expect(steps).toEqual(rollUp(rounds));
  });
});
