/** A period in ms, both ends included. */
export interface Span {
  since: number;
  until: number;
}

/**
 * Messages of a `Span` as they were said and done, whatever has been replaced since, as `m`, and their sessions as `s`;
 * sessions that ended before it are not looked into.
 */
export const FROM_SPAN =
  'FROM sessions s CROSS JOIN messages m ON m.session = s.no WHERE s.updated >= @since AND m.time BETWEEN @since AND @until AND m.born = 0';
