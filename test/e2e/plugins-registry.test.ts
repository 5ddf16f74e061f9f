import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { hermes } from '../helpers/cli.ts';
import { fixturePlugin } from '../helpers/fixture-plugin.ts';
import { tempHome } from '../helpers/home.ts';

const COMMAND = `export default class Hello {
  static id = 'hello'; static summary = 'x';
  static async run() { process.stdout.write('hello from the registry\\n'); }
}`;

/** A registry on loopback that knows one package. */
async function registryWith(folder: string): Promise<string> {
  const { stdout } = await execa('npm', ['pack', '--silent'], { cwd: folder });
  const tarball = readFileSync(join(folder, stdout.trim()));
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}`;
    if (request.url === `/${manifest.name}`) {
      const version = { ...manifest, dist: { tarball: `${url}/tarball.tgz`, integrity } };
      const packument = {
        name: manifest.name,
        'dist-tags': { latest: manifest.version },
        versions: { [manifest.version]: version },
      };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(packument));
    } else if (request.url === '/tarball.tgz') response.end(tarball);
    else response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a plugin comes from the npm registry by its name; a name that is not there says so', async () => {
  const registry = await registryWith(fixturePlugin('hermes-plugin-hello', { 'commands/hello.js': COMMAND }));
  const { home } = tempHome();
  const env = { HERMES_NPM_REGISTRY: registry, npm_config_registry: registry };
  const installed = await hermes(['plugins', 'install', 'hermes-plugin-hello', '--json'], { home, env });
  expect(installed.json(), installed.stderr).toMatchObject({
    name: 'hermes-plugin-hello',
    version: '1.0.0',
    commands: ['hello'],
  });
  expect((await hermes(['hello'], { home })).stdout).toBe('hello from the registry\n');
  const missing = await hermes(['plugins', 'install', 'hermes-plugin-nobody-has', '--json'], { home, env });
  expect(missing.json()).toMatchObject({ error: { code: 'plugin.not-found' } });
  expect((await hermes(['plugins', 'uninstall', 'hermes-plugin-hello'], { home, env })).code).toBe(0);
});
