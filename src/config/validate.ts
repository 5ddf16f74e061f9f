import type { Diagnostic, FileReport } from '../contract/index.ts';
import { isHermesError } from '../errors/hermes-error.ts';
import { anchorHolders } from './anchor-holders.ts';
import { isMapping } from './emit.ts';
import { type Finding, type PlacedFix, toDiagnostic } from './finding.ts';
import { formatKeyPath } from './key-path.ts';
import { maskText, maskWords } from './mask.ts';
import { maskDiagnostic } from './mask-diagnostic.ts';
import { maskSource } from './mask-source.ts';
import { canMerge, duplicateAt } from './merge-duplicates.ts';
import { nodeFindings } from './node-findings.ts';
import { whyNotText } from './not-text.ts';
import { oldKeyFindings } from './old-keys.ts';
import { quoteAsWritten } from './quote-as-written.ts';
import { badReferences } from './reference-findings.ts';
import { ruleFindings } from './rules/all-rules.ts';
import type { RuleContext } from './rules/rule.ts';
import type { PluginSections } from './schema.ts';
import { schemaFindings } from './schema-findings.ts';
import { strayTab } from './tab-findings.ts';
import { decodeText } from './text-encoding.ts';
import { aliasBomb, isReadable, yamlFindings } from './yaml-findings.ts';
import { parseYaml, tooDeep, toPlain, type YamlSource } from './yaml-source.ts';
import { yaml11Findings } from './yaml11.ts';

/** A report with what only this program needs. */
export type ValidatedFile = FileReport & {
  /** For excerpts: same offsets as the file, secrets overwritten. */
  text: string;
  /** Remedies that `--fix` may apply, in the order of the lines. */
  fixes: PlacedFix[];
  /** The file must be written anew as UTF-8 before anything else in it can be edited. */
  reencode: boolean;
};

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Every finding about the bytes of a file, in the order of the lines. Pure; never throws for bad content. `env` holds the
 * variables that `${NAME}` can refer to; undefined where they are not known.
 */
export function validateBytes(bytes: Uint8Array, file: string, env?: Env, plugins?: PluginSections): ValidatedFile {
  const decoded = decodeText(bytes);
  if (!decoded) {
    const { message, ...why } = whyNotText(bytes);
    const found = {
      path: '',
      code: 'config.unreadable',
      severity: 'error',
      message: `the file is no text: ${message}`,
    };
    return report(file, '', [{ ...found, ...why } as Diagnostic], []);
  }
  const found = validateText(decoded.text, file, env, plugins);
  if (decoded.encoding === 'utf-8') return found;
  const encoding: Diagnostic = {
    ...START,
    code: 'config.encoding',
    severity: 'error',
    message: 'the file is UTF-16; Hermes Agent reads UTF-8 only, so it sees nothing of it',
    suggestion: 'save it as UTF-8',
    fix: 'write it as UTF-8',
  };
  return { ...report(file, found.text, [encoding, ...found.diagnostics], found.fixes), reencode: true };
}

/** The same for a text. */
export function validateText(text: string, file: string, env?: Env, plugins?: PluginSections): ValidatedFile {
  try {
    const source = parseYaml(text);
    const yaml = yamlFindings(source).map((it) => maskDiagnostic(source, it));
    if (!isReadable(yaml)) return report(file, maskSource(source), yaml, []);
    const merges = mergeFixes(source, yaml);
    const { diagnostics, fixes } = contentFindings(source, yaml, env, plugins);
    const secrets = diagnostics.flatMap(({ code, range }) => (code === 'config.secret' && range ? [range.start] : []));
    const shown = maskSource(source, secrets);
    return report(file, shown, [...merges.diagnostics, ...diagnostics], [...merges.fixes, ...fixes]);
  } catch (thrown) {
    const error = tooDeep(thrown);
    if (!isHermesError(error)) throw error;
    return report(
      file,
      maskText(text),
      [{ ...START, code: error.code, severity: 'error', message: error.message }],
      [],
    );
  }
}

const START = { path: '', line: 1, column: 1 };

/** Duplicate blocks that can be joined get a fix. */
function mergeFixes(source: YamlSource, found: Diagnostic[]): { diagnostics: Diagnostic[]; fixes: PlacedFix[] } {
  const fixes: PlacedFix[] = [];
  const diagnostics = found.map((diagnostic) => {
    const { code, path, range } = diagnostic;
    const duplicate = code === 'config.duplicate-key' && range ? duplicateAt(source, range.start) : undefined;
    if (!range || !duplicate || !canMerge(duplicate)) return diagnostic;
    const title = maskWords(`move its lines below the first \`${duplicate.name}:\``);
    fixes.push({ title, code, path, edits: [], merge: range.start });
    return { ...diagnostic, fix: title };
  });
  return { diagnostics, fixes };
}

function report(file: string, text: string, diagnostics: Diagnostic[], fixes: PlacedFix[]): ValidatedFile {
  const sorted = diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const count = (wanted: Diagnostic['severity']) => sorted.filter(({ severity }) => severity === wanted).length;
  return {
    file,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('info'),
    diagnostics: sorted,
    text,
    fixes,
    reencode: false,
  };
}

/** `yaml`: what was found about the syntax; a value with an unknown tag is wrong for that reason alone. */
function contentFindings(source: YamlSource, yaml: Diagnostic[], env?: Env, plugins?: PluginSections) {
  const tags = yaml.filter(({ code }) => code === 'config.tag');
  const references = badReferences(source);
  if (references.length > 0) return { diagnostics: references, fixes: [] };
  const { slips, keys } = nodeFindings(source);
  if (keys.length > 0) return { diagnostics: keys.map((it) => toDiagnostic(source, it)), fixes: [] };
  const tab = strayTab(source);
  let data: unknown;
  try {
    data = toPlain(source, { merge: true });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { diagnostics: [aliasBomb(source)], fixes: [] };
  }
  const context: RuleContext = { env, partial: rootDuplicates(source) };
  const findings = dataFindings(source, data, { slips, context, plugins: plugins ?? {} }).map((it) =>
    quoteAsWritten(source, it),
  );
  const placed = findings.map((finding) => ({ diagnostic: toDiagnostic(source, finding), fix: finding.fix }));
  const tagged = new Set(tags.map(({ line }) => line));
  const others = placed.filter(({ diagnostic }) => !tagged.has(diagnostic.line));
  others.sort((a, b) => a.diagnostic.line - b.diagnostic.line || a.diagnostic.column - b.diagnostic.column);
  return {
    diagnostics: [...(tab ? [tab] : []), ...others.map(({ diagnostic }) => diagnostic)],
    fixes: others.flatMap(({ fix, diagnostic: { code, path, fix: title = '' } }) =>
      fix ? [{ ...fix, title, code, path }] : [],
    ),
  };
}

/** Sections that stand twice: the parser dropped one block of them. */
const rootDuplicates = ({ repeated, document }: YamlSource): ReadonlySet<string> =>
  new Set(repeated.flatMap(({ map, second }) => (map === document.contents ? [String(second.value ?? '')] : [])));

interface Known {
  slips: Finding[];
  context: RuleContext;
  plugins: PluginSections;
}

/**
 * What is wrong with the data. One root cause per value: how the other loader reads it comes first, then that it is a
 * placeholder, then what the schema says, then the rules.
 */
function dataFindings(source: YamlSource, data: unknown, { slips, context, plugins }: Known): Finding[] {
  if (data === null) return [empty];
  if (!isMapping(data)) return slips.length > 0 ? slips : [NO_SECTIONS];
  const setsNothing = Object.values(data).every((value) => value === null);
  const rules = setsNothing ? [empty] : ruleFindings(data, context);
  const isPlaceholder = ({ code }: Finding): boolean => code === 'config.placeholder';
  const brought = Object.entries(plugins).flatMap(([name, section]) => pluginFindings(name, section, data));
  const claimed = new Set<string>();
  const causes = [
    slips,
    yaml11Findings(source),
    rules.filter(isPlaceholder),
    [...schemaFindings(data, plugins, anchorHolders(source)), ...brought],
    rules.filter((it) => !isPlaceholder(it)),
  ].flatMap((layer) => {
    const fresh = layer.filter(({ path }) => !claimed.has(formatKeyPath(path)));
    for (const { path } of fresh) claimed.add(formatKeyPath(path));
    return fresh;
  });
  const settled = causes
    .filter(({ code }) => ['config.contradiction', 'config.misplaced'].includes(code))
    .map(({ path }) => formatKeyPath(path));
  return [...causes, ...oldKeyFindings(data, new Set(settled))];
}

/** What a plugin's own rules say about its section; a rule that throws says so instead of ending the check. */
function pluginFindings(name: string, { rules }: PluginSections[string], data: Record<string, unknown>): Finding[] {
  if (!rules || data[name] === undefined) return [];
  try {
    return rules(data[name]).map((found) => ({
      ...found,
      code: found.code as Finding['code'],
      path: [name, ...found.path],
    }));
  } catch (error) {
    const message = `the plugin that reads \`${name}\` could not check it: ${String(error)}`;
    return [{ code: 'bug.unexpected', severity: 'warning', path: [name], part: 'key', message }];
  }
}

const NO_SECTIONS: Finding = {
  code: 'config.type',
  severity: 'error',
  path: [],
  message: 'the file must hold sections such as `model:`, not a single value or list',
  suggestion: 'write `model:` and the other sections at the left margin',
};

const empty: Finding = {
  code: 'config.empty',
  severity: 'warning',
  path: [],
  message: 'the file sets nothing: the defaults are in force and no model is configured',
  suggestion: 'hermes model',
};
