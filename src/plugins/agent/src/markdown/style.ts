import { styleText } from 'node:util';

type Paint = (text: string) => string;

/** How the parts of an answer look. Each is given text without line breaks and returns it within SGR sequences, or as it is. */
export interface Style {
  bold: Paint;
  italic: Paint;
  strike: Paint;
  code: Paint;
  heading: Paint;
  link: Paint;
  /** Addresses behind links, the bar of quotes, rules, the language of a code block. */
  dim: Paint;
}

/**
 * SGR for the terminal that `stream` is; plain text where it is none or NO_COLOR is set. Without colour the marks stay that
 * change the meaning: text that is struck out would read as if it held.
 */
export function terminalStyle(stream?: NodeJS.WritableStream): Style {
  const paint =
    (format: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      styleText(format, text, stream ? { stream } : {});
  const marked = (format: Parameters<typeof styleText>[0], mark: string): Paint => {
    const painted = paint(format);
    return (text) => {
      const shown = painted(text);
      return shown === text ? `${mark}${text}${mark}` : shown;
    };
  };
  return {
    bold: paint('bold'),
    italic: paint('italic'),
    strike: marked('strikethrough', '~~'),
    code: marked('cyan', '`'),
    heading: paint('bold'),
    link: paint('underline'),
    dim: paint('dim'),
  };
}
