/** One violation, as ajv reports it. */
export interface SchemaError {
  /** JSON pointer into the data. */
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
}

/** How schemas are compiled, at build and at run time. One function per section, so that only those in a file are used. */
export const AJV_OPTIONS = {
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  strictTypes: false,
  messages: false,
  inlineRefs: false,
};
