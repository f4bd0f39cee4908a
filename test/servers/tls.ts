/** Certificates of the tests' own, made by openssl: a CA, and what it signs. */
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of PEM files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export class Authority {
  readonly cert: string;
  private readonly key: string;
  private readonly folder: string;

  constructor(folder: string, name = 'test ca') {
    this.folder = folder;
    this.cert = join(folder, 'ca.crt');
    this.key = join(folder, 'ca.key');
    mkdirSync(folder, { recursive: true });
    const subject = [
      '-subj',
      `/CN=${name}`,
      '-days',
      '2',
      '-addext',
      'keyUsage=critical,keyCertSign,cRLSign',
    ];
    openssl(['req', '-x509', ...KEY, '-keyout', this.key, '-out', this.cert, ...subject]);
  }

  /** For 127.0.0.1 and localhost, servers and clients. `days` -1: expired yesterday. */
  issue(name: string, days = 2): Certificate {
    const [cert, key, request] = ['crt', 'key', 'csr'].map((end) => join(this.folder, `${name}.${end}`));
    const extensions = join(this.folder, `${name}.ext`);
    writeFileSync(
      extensions,
      'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n',
    );
    openssl(['req', ...KEY, '-keyout', key!, '-out', request!, '-subj', `/CN=${name}`]);
    const signed = ['-CA', this.cert, '-CAkey', this.key, '-CAcreateserial', '-days', String(days)];
    openssl(['x509', '-req', '-in', request!, ...signed, '-extfile', extensions, '-out', cert!]);
    return { cert: cert!, key: key! };
  }

  /** SHA-256 of the CA's certificate, in hex. */
  get fingerprint(): string {
    return fingerprintOf(this.cert);
  }
}

/** SHA-256 of a certificate in a PEM file, in hex. */
export function fingerprintOf(file: string): string {
  const { raw } = new X509Certificate(readFileSync(file));
  return createHash('sha256').update(raw).digest('hex').toUpperCase();
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function openssl(words: readonly string[]): void {
  execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'] });
}
