/** The named ones that models write; others are shown as they stand. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', ensp: ' ', emsp: ' ', thinsp: ' ' },
  ...{
    copy: '©',
    reg: '®',
    trade: '™',
    deg: '°',
    plusmn: '±',
    micro: 'µ',
    para: '¶',
    sect: '§',
    middot: '·',
    bull: '•',
  },
  ...{ hellip: '…', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«', raquo: '»' },
  ...{ larr: '←', rarr: '→', uarr: '↑', darr: '↓', harr: '↔', lArr: '⇐', rArr: '⇒', hArr: '⇔', check: '✓', cross: '✗' },
  ...{ times: '×', divide: '÷', minus: '−', le: '≤', ge: '≥', ne: '≠', asymp: '≈', equiv: '≡', infin: '∞', radic: '√' },
  ...{ sum: '∑', prod: '∏', int: '∫', part: '∂', nabla: '∇', isin: '∈', cap: '∩', cup: '∪', forall: '∀', exist: '∃' },
  ...{
    frac12: '½',
    frac14: '¼',
    frac34: '¾',
    sup1: '¹',
    sup2: '²',
    sup3: '³',
    euro: '€',
    pound: '£',
    yen: '¥',
    cent: '¢',
  },
  ...{
    alpha: 'α',
    beta: 'β',
    gamma: 'γ',
    delta: 'δ',
    Delta: 'Δ',
    epsilon: 'ε',
    lambda: 'λ',
    mu: 'μ',
    pi: 'π',
    sigma: 'σ',
  },
  ...{
    Sigma: 'Σ',
    tau: 'τ',
    theta: 'θ',
    omega: 'ω',
    Omega: 'Ω',
    auml: 'ä',
    ouml: 'ö',
    uuml: 'ü',
    szlig: 'ß',
    eacute: 'é',
  },
  ...{ iexcl: '¡', iquest: '¿', lbrace: '{', rbrace: '}', lbrack: '[', rbrack: ']', vert: '|', ast: '*', num: '#' },
};

const ENTITY = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][a-zA-Z\d]{1,31}));/g;

/** Entities as the characters that they stand for, whatever these are: to be made harmless after this. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return (Object.hasOwn(NAMED, name) ? NAMED[name] : undefined) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    return code === 0 || code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff)
      ? '\ufffd'
      : String.fromCodePoint(code);
  });
}
