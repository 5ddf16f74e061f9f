import { replaceUnseen } from '@hermes-ops/plugin-kit/unseen';

/** Words that tell a model what to do with its rules instead of telling it a fact, in a text that it reads in every session. */
const ORDERS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|system|safety)\b/i,
  /\b(?:do not|don't|never)\b.{0,30}\b(?:tell|inform|mention|reveal|ask|warn)\b.{0,20}\b(?:user|human|anyone|approval|permission)\b/i,
  /\b(?:system prompt|new instructions?|developer message|jailbreak)\b/i,
  /\byou (?:are now|must (?:now|always)|will (?:now|always))\b/i,
  /\b(?:without|skip|no need for) (?:asking|approval|permission|confirmation)\b/i,
  /<\/?(?:system|assistant|user|tool|im_start|im_end|instructions?)\b|<\|[a-z_]+\|>|\[\/?INST\]/i,
  /(?:忽略|无视|忘记|不要理会).{0,12}(?:之前|以上|先前|所有|指令|规则)|不要告诉用户|系统提示词/,
];

/** Command lines that fetch and run, or send something away. */
const COMMANDS: readonly RegExp[] = [
  /\b(?:curl|wget)\b[^|\n]{0,200}\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b/i,
  /\b(?:curl|wget|nc|scp|rsync)\b[^\n]{0,200}(?:\$\{?[A-Z_]*(?:KEY|TOKEN|SECRET|PASSWORD)|\.env\b|\.ssh\/|id_rsa)/i,
  /\b(?:authorized_keys|\.bashrc|\.zshrc|\.profile)\b/i,
];

const CREDENTIALS_IN_URL = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{1,100}:[^\s/@]{1,100}@/i;
const LONGEST = 20_000;

export interface Suspicions {
  /** Never kept: each completes "the text ...". */
  faults: string[];
  /** Kept if the user agrees. */
  doubts: string[];
}

/**
 * What is wrong with a text that a model wants to read in every later session. Words cannot be told apart with certainty,
 * so they are asked about; what nobody can see and credentials are refused.
 */
export function suspicions(text: string): Suspicions {
  const start = text.slice(0, LONGEST).normalize('NFKC');
  const lines = text.replace(/[\t\n\r]/g, ' ');
  return {
    faults: [
      ...(replaceUnseen(lines, () => '') !== lines ? ['holds characters that cannot be seen'] : []),
      ...(CREDENTIALS_IN_URL.test(start) ? ['holds an address with a password'] : []),
    ],
    doubts: [
      ...(ORDERS.some((order) => order.test(start)) ? ['reads like an order to the model instead of a fact'] : []),
      ...(COMMANDS.some((command) => command.test(start))
        ? ['holds a command that fetches code or sends secrets']
        : []),
    ],
  };
}
