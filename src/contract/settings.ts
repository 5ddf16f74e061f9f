import type { ValueOrigin } from './explain.ts';

/** A value of config.yaml as it is in force, secrets masked. */
export interface SettingValue {
  key: string;
  value: unknown;
  /** The value as YAML. */
  text: string;
  origin: ValueOrigin['origin'];
  /** False: nothing reads this key. */
  known: boolean;
}

export type SettingChange =
  | {
      ok: true;
      key: string;
      /** What stands there now, secrets masked. */
      value: unknown;
      changed: boolean;
      file: string;
      /** About models only: listed by its provider, or why that is not known. */
      verified?: { listed: true } | { listed: false; why: string };
      warnings: string[];
    }
  /** Nothing was written. */
  | { ok: false; code: string; message: string; nearest?: string; try: string[] };

/** config.yaml through the core's own validation. */
export interface SettingsRoom {
  /** Throws a UserError (`config.no-such-key`, what is wrong with the file) with the nearest key among its remedies. */
  get(key: string): Promise<SettingValue>;
  /**
   * Writes one value, everything else staying byte for byte. A model that its provider does not list is refused with the
   * nearest name that it does list; where the provider cannot be asked the value is written and `verified` says why.
   */
  set(key: string, value: string): Promise<SettingChange>;
  /** Whether the key decides what may run, what is asked before, where requests go or what costs money. */
  needsApproval(key: string): boolean;
}
