import type { ApiMode, ChatRefusal } from '@hermes-ops/contract';

/** Why a turn or a session cannot go on; also the shape of `error` in `--json`. */
export interface Failure {
  code: string;
  message: string;
  try: string[];
}

/** Ctrl-C. */
export const INTERRUPTED: Failure = { code: 'agent.interrupted', message: 'interrupted', try: [] };

const DOCTOR = 'hermes doctor';

/** Who was asked. */
interface Place {
  model: string;
  /** Fit to be shown. */
  url: string;
  apiMode: ApiMode | undefined;
  /** Starts the server where it is one of ours. */
  start: string | undefined;
}

/** A request that failed for good, in words that say what to do. */
export function requestFailure(refusal: ChatRefusal, { model, url, apiMode, start }: Place): Failure {
  const { failure, message, status } = refusal;
  const said = `${message}${status ? ` (HTTP ${status})` : ''}`;
  const own = start !== undefined;
  const mend = own ? ['hermes server status', start] : [`Check that the server behind ${url} runs.`];
  switch (failure) {
    case 'unreachable':
      return { code: 'agent.endpoint-down', message: `nothing answers at ${url}: ${message}`, try: [...mend, DOCTOR] };
    case 'loading':
      return {
        code: 'agent.endpoint-loading',
        message: `${url} is still loading its model: ${said}`,
        try: ['Wait a moment, then ask again.', ...(own ? ['hermes server logs -f'] : [])],
      };
    case 'timeout':
      return {
        code: 'agent.endpoint-silent',
        message: `${url} accepted the request and then said nothing: ${message}`,
        try: [...mend.slice(0, 1), DOCTOR, 'hermes config explain agent.local_stream_stale_timeout'],
      };
    case 'cut':
      return {
        code: 'agent.answer-broken',
        message: `${url} broke off in the middle of an answer: ${message}`,
        try: [own ? 'hermes server logs' : 'Read the server’s log.', 'Ask again: what was said so far is kept.'],
      };
    case 'unauthorized':
      return {
        code: 'agent.key-refused',
        message: `${url} does not accept the key: ${said}`,
        try: ['hermes config explain model.api_key', 'hermes doctor --only endpoint.models'],
      };
    case 'not-found':
      return {
        code: 'agent.model-missing',
        message: `${url} does not know this address or the model \`${model}\`: ${said}`,
        try: ['hermes model', 'hermes doctor --only endpoint.models'],
      };
    case 'overflow':
      return { code: 'agent.context-full', message: said, try: ['hermes chat   (a new session)'] };
    case 'rate-limited':
      return {
        code: 'agent.rate-limited',
        message: `${url} wants fewer requests: ${said}`,
        try: ['Wait, then ask again.'],
      };
    case 'template':
      return {
        code: 'agent.template-refused',
        message: `the chat template of \`${model}\` refuses the conversation: ${said}`,
        try: ['hermes doctor --only endpoint.template', 'hermes chat   (a new session)'],
      };
    case 'grammar':
      return {
        code: 'agent.tools-refused',
        message: `the server cannot make a grammar of the tools: ${said}`,
        try: ['hermes plugins   (which plugins bring tools)', DOCTOR],
      };
    case 'bad-answer':
      return {
        code: 'agent.no-completion',
        message: `${url} answered with something that is no answer of a model in the API mode ${apiMode ?? 'chat_completions'}: ${said}`,
        try: [
          'hermes config explain model.base_url   (is it the address of the API, with its `/v1`?)',
          'hermes config explain model.api_mode',
          DOCTOR,
        ],
      };
    case 'empty':
      return {
        code: 'agent.no-completion',
        message: `${url} took the request and answered with nothing at all: ${said}`,
        try: [
          'hermes config explain model.base_url   (is it the address of the API, with its `/v1`?)',
          'Read the log of the server, and of the proxy in front of it if there is one.',
          DOCTOR,
        ],
      };
    default:
      return { code: 'agent.request-failed', message: `${url} did not answer as it should: ${said}`, try: [DOCTOR] };
  }
}
