import { findKnownHost } from '../catalog/known-hosts.ts';
import type { HttpFailure } from '../contract/index.ts';

export interface NetworkFault {
  host: string;
  url: URL;
  /** How far the exchange had come. */
  progress: 'connecting' | 'handshake' | 'waiting' | 'reading';
}

const TLS_CODES =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(VERIFY|GET)_|HOSTNAME_MISMATCH|EPROTO$)/;
const UNTRUSTED = /^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
const NO_ROUTE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'ENETDOWN']);
const CLOSED = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** What a socket error means for the person who configured the address. */
export function describeNetworkError(error: Error, fault: NetworkFault): { failure: HttpFailure; message: string } {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const { host, url, progress } = fault;
  if (code === 'ENOTFOUND' && findKnownHost(url.href)) {
    return { failure: 'dns', message: `the name ${url.hostname} could not be looked up: no network, or no DNS` };
  }
  if (code === 'ENOTFOUND') return { failure: 'dns', message: `there is no machine named ${url.hostname}` };
  if (code === 'EAI_AGAIN')
    return { failure: 'dns', message: `the name ${url.hostname} could not be looked up (no DNS answer)` };
  if (code === 'ECONNREFUSED') return { failure: 'refused', message: `nothing listens on ${host}` };
  if (code === 'ETIMEDOUT') return { failure: 'timeout', message: `no connection to ${host}` };
  if (NO_ROUTE.has(code)) return { failure: 'network', message: `there is no route to ${host} (${code})` };
  if (TLS_CODES.test(code)) return { failure: 'tls', message: tlsMessage(code, error, host) };
  if (code.startsWith('HPE_')) return { failure: 'network', message: `${host} does not answer in HTTP (${code})` };
  if (CLOSED.has(code)) {
    const when = progress === 'reading' ? 'in the middle of its answer' : 'without an answer';
    return { failure: 'closed', message: `${host} closed the connection ${when}` };
  }
  return { failure: 'network', message: `${host}: ${error.message}${code ? ` (${code})` : ''}` };
}

function tlsMessage(code: string, error: Error, host: string): string {
  if (UNTRUSTED.test(code)) {
    return `the certificate of ${host} is not trusted (${code}): name its authority in NODE_EXTRA_CA_CERTS`;
  }
  if (code === 'CERT_HAS_EXPIRED') return `the certificate of ${host} has expired`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `the certificate of ${host} is for another name`;
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER') {
    return `${host} does not speak TLS: is it http:// instead of https://?`;
  }
  return `no TLS connection to ${host}: ${error.message} (${code})`;
}
