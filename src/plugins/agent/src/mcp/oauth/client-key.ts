import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AddClientAuthentication } from '@modelcontextprotocol/client';

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

/**
 * How a client proves itself by a key instead of a secret: a signed statement, good for minutes and for one login server (RFC
 * 7523, `private_key_jwt`). The file is read when it is needed; what is wrong with it says so without its content.
 */
export function keyAuthentication(clientId: string, file: string): AddClientAuthentication {
  return async (headers, params, url, metadata) => {
    const key = await keyIn(file);
    const alg = algorithmOf(key);
    if (alg === undefined)
      throw new Error(`the key in ${file} is neither RSA nor of one of the curves P-256, P-384, P-521`);
    const { createPrivateKeyJwtAuth } = await import('@modelcontextprotocol/client');
    const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const sign = createPrivateKeyJwtAuth({ issuer: clientId, subject: clientId, privateKey, alg });
    await sign(headers, params, url, metadata);
  };
}

async function keyIn(file: string): Promise<KeyObject> {
  const pem = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`oauth.private_key_file ${file} cannot be read (${error.code})`);
  });
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error(`oauth.private_key_file ${file} holds no private key in PEM that is without a password`);
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  if (asymmetricKeyType === 'rsa') return 'RS256';
  return asymmetricKeyType === 'ec' ? CURVES[asymmetricKeyDetails?.namedCurve ?? ''] : undefined;
}
