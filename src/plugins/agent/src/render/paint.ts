import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Colours and weights of a terminal, or none. */
export type Paint = (format: Format, text: string) => string;

/** `NO_COLOR`, `FORCE_COLOR` and what the terminal can do are honoured. */
export const terminalPaint =
  (stream: NodeJS.WriteStream): Paint =>
  (format, text) =>
    styleText(format, text, { stream });

export const plainPaint: Paint = (_format, text) => text;
