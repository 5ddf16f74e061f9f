/** A tool call that a model wrote into its text, because its chat template or its server did not make a call of it. */
export interface TextCall {
  name: string;
  /** The form it was written in, for the message. */
  form: string;
}

/** The forms seen in the wild; each pattern is bounded and finds the tool's name in its first group. */
const FORMS: readonly { form: string; pattern: RegExp }[] = [
  {
    form: '<tool_call>',
    pattern: /<\|?tool_call\|?>\s{0,20}(?:\{\s{0,20}"name"\s{0,20}:\s{0,20}"|call:)([\w.-]{1,64})/,
  },
  { form: '<function=…>', pattern: /<function=([\w.-]{1,64})>/ },
  { form: '<invoke>', pattern: /<invoke name="([\w.-]{1,64})">/ },
  {
    form: '[TOOL_CALLS]',
    pattern: /\[TOOL_CALLS\]\s{0,20}(?:\[\s{0,20}\{\s{0,20}"name"\s{0,20}:\s{0,20}")?([\w.-]{1,64})/,
  },
  { form: '<tools>', pattern: /<tools>\s{0,20}\{\s{0,20}"name"\s{0,20}:\s{0,20}"([\w.-]{1,64})"/ },
];

/** A bare JSON object that is the whole answer, perhaps fenced as a whole or behind one line of announcement. */
const BARE =
  /^(?:[^\n{`]{0,200}\n{1,3})?(?:```(?:json)?\s{0,5}\n)?\s{0,20}\{\s{0,20}"(?:name|tool|function)"\s{0,20}:\s{0,20}"([\w.-]{1,64})"\s{0,20},\s{0,20}"(?:arguments|parameters|args|input)"\s{0,20}:/;

/**
 * The first call of a known tool that stands in the text instead of being one. It is recognised so that the user can be
 * told; it is never carried out, because quoted text looks the same.
 */
export function findTextCall(text: string, known: ReadonlySet<string>): TextCall | undefined {
  const outside = text.replace(/```[\s\S]{0,20000}?```/g, (fenced) => (text.trim() === fenced.trim() ? fenced : ''));
  for (const { form, pattern } of FORMS) {
    const name = pattern.exec(outside)?.[1];
    if (name && known.has(name)) return { name, form };
  }
  const whole = /[}`]$/.test(text.trimEnd());
  const name = whole ? BARE.exec(text.trim())?.[1] : undefined;
  return name && known.has(name) ? { name, form: 'JSON' } : undefined;
}
