/** A pattern that fits this very text and no other, also for a browser's `pattern` (which knows the flag `v`). */
export const literalPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
