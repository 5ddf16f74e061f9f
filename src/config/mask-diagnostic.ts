import type { Diagnostic } from '../contract/index.ts';
import { maskSecret, maskWords } from './mask.ts';
import { secretsOf } from './mask-source.ts';
import type { YamlSource } from './yaml-source.ts';

/** Shorter texts are too likely to be part of something else. */
const SHORTEST = 8;

/** Messages cut long values off. */
const CUTS = [60, 40, 24];

/** Secrets by their first characters; constant for a source, so that it is made once. */
const known = new WeakMap<YamlSource, Map<string, string[]>>();

function secretsByStart(source: YamlSource): Map<string, string[]> {
  const present = known.get(source);
  if (present) return present;
  const all = secretsOf(source).flatMap((secret) => {
    const quoted = JSON.stringify(secret).slice(1, -1);
    return [secret, quoted].flatMap((it) => [it, ...CUTS.filter((n) => n < it.length).map((n) => it.slice(0, n))]);
  });
  const map = new Map<string, string[]>();
  for (const secret of new Set(all.toSorted((a, b) => b.length - a.length))) {
    if (secret.length < SHORTEST) continue;
    const start = secret.slice(0, SHORTEST);
    const same = map.get(start);
    if (same) same.push(secret);
    else map.set(start, [secret]);
  }
  known.set(source, map);
  return map;
}

/**
 * Nothing that is printed about a file shows a secret of it, whatever the rule that wrote the words did. A remedy that
 * would show one is dropped, because it cannot be followed without.
 */
export function maskDiagnostic(source: YamlSource, diagnostic: Diagnostic): Diagnostic {
  const { suggestion, fix, ...rest } = diagnostic;
  const clean = (text: string): string => maskIn(source, text);
  return {
    ...rest,
    message: clean(rest.message),
    path: clean(rest.path),
    ...(suggestion !== undefined && clean(suggestion) === suggestion ? { suggestion } : {}),
    ...(fix === undefined ? {} : { fix: clean(fix) }),
  };
}

/** A text about a file without the secrets of the file. */
export function maskIn(source: YamlSource, text: string): string {
  const secrets = secretsByStart(source);
  let done = text;
  for (let at = 0; secrets.size > 0 && at + SHORTEST <= done.length; at += 1) {
    const secret = secrets.get(done.slice(at, at + SHORTEST))?.find((it) => done.startsWith(it, at));
    if (secret === undefined) continue;
    const shown = maskSecret(secret);
    done = done.slice(0, at) + shown + done.slice(at + secret.length);
    at += shown.length - 1;
  }
  return maskWords(done);
}
