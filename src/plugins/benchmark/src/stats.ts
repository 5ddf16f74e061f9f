/** Median and full range of a few repetitions; with so few, anything finer would claim more than was seen. */
export interface Summary {
  median: number;
  min: number;
  max: number;
}

/** Throws on an empty list: a row without samples must not get a number. */
export function summarise(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new RangeError('no samples to summarise');
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? min;
  const high = sorted[Math.floor(middle)] ?? max;
  return { median: (low + high) / 2, min, max };
}

/** Half the range as a share of the median, in percent: how far the runs lie apart. */
export const spreadPercent = ({ median, min, max }: Summary): number =>
  median === 0 ? 0 : ((max - min) / 2 / median) * 100;
