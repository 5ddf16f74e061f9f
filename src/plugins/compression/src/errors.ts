import type { Host, UserError } from '@hermes-ops/contract';

type Errors = Pick<Host, 'errors'>;

export const noAgent = ({ errors }: Errors): UserError =>
  errors.user('compression.no-agent', 'the agent plugin, which keeps the conversations, is not installed', {
    try: ['hermes plugins install agent'],
    exit: 2,
  });

/** `why`: what came of asking the endpoint for its only model. */
export const noModel = ({ errors }: Errors, why: string): UserError =>
  errors.user('compression.no-model', `the config names no model, and ${why}`, {
    where: { key: 'model.default' },
    try: ['hermes model'],
    exit: 2,
  });

export const sessionNotFound = ({ errors }: Errors, name: string): UserError =>
  errors.user('compression.session-not-found', `there is no session \`${name}\``, {
    try: ['hermes sessions list'],
    exit: 2,
  });

export const sessionBusy = ({ errors }: Errors, id: string): UserError =>
  errors.user('compression.session-busy', `another hermes is in session ${id}; nothing was changed`, {
    try: ['Wait until it has ended, or use /compress in that chat.'],
    exit: 1,
  });

export const nothingToUndo = ({ errors }: Errors, id: string): UserError =>
  errors.user('compression.nothing-to-undo', `no compression of session ${id} is in force`, {
    try: [`hermes compression preview ${id}`],
    exit: 1,
  });

export const otherChange = ({ errors }: Errors, id: string, by: string): UserError =>
  errors.user(
    'compression.other-change',
    `the last change of session ${id} is no compression but one of \`${by}\`; nothing was changed`,
    { try: [`hermes sessions show ${id} --hidden`], exit: 1 },
  );

export const nothingToShow = ({ errors }: Errors, id: string): UserError =>
  errors.user('compression.nothing-to-show', `session ${id} has never been compressed`, {
    try: [`hermes compression preview ${id}   (what it would do now)`],
    exit: 1,
  });

export const noRevision = (
  { errors }: Errors,
  wanted: { id: string; revision: number; known: readonly number[] },
): UserError =>
  errors.user(
    'compression.revision-not-found',
    `session ${wanted.id} has no compression with the revision ${wanted.revision}; it has ${wanted.known.join(', ')}`,
    { where: { flag: '--revision' }, try: [`hermes compression diff ${wanted.id} --revision N`], exit: 2 },
  );
