/** 0 to 1, or null where there is nothing to share. A server's counts may contradict each other. */
export const shareOf = (part: number, whole: number): number | null => (whole > 0 ? Math.min(1, part / whole) : null);
