import { statSync } from 'node:fs';
import { commandLine } from '../errors/command-line.ts';
import { userError } from '../errors/hermes-error.ts';
import { type GgufHeader, readGguf } from './gguf-header.ts';

/** Makes sure that llama-server has a chance with this file; throws `server.model-missing` or `server.model-invalid`. */
export function checkModelFile(file: string): GgufHeader {
  const where = { file };
  try {
    if (!statSync(file).isFile()) {
      throw userError('server.model-invalid', 'this is a folder or device, not a GGUF file', {
        where,
        try: ['Name the .gguf file itself with -m; of a model in parts, the first part.'],
      });
    }
    const read = readGguf(file);
    if (read.ok) return read.header;
    throw userError('server.model-invalid', `${FAULTS[read.reason]}: ${read.detail}`, {
      where,
      try: [
        read.reason === 'version' ? 'Convert or download the model in a current GGUF version.' : REMEDIES[read.reason],
      ],
    });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw userError('server.model-missing', 'there is no such model file', {
        where,
        try: ['Check the path given with -m or as `model` of the server in config.yaml.'],
      });
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw userError('server.model-missing', 'the model file cannot be read: permission denied', {
        where,
        try: [commandLine('chmod', '+r', file)],
      });
    }
    throw error;
  }
}

const FAULTS = {
  empty: 'this is not a GGUF model',
  'not-gguf': 'this is not a GGUF model',
  version: 'this GGUF model cannot be loaded',
  'truncated-header': 'the GGUF model is incomplete or damaged',
  'truncated-data': 'the GGUF model is incomplete',
};

const REMEDIES = {
  empty: 'Download the model again.',
  'not-gguf': 'llama-server loads GGUF files only; other formats have to be converted.',
  'truncated-header': 'Download the model again and compare its size or checksum.',
  'truncated-data': 'Download the model again and compare its size or checksum.',
};
