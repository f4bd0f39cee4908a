/**
 * The CA that a fingerprint names, as the server itself sends it; from then on it is the only one that is trusted. (Comparing the
 * fingerprint alone, with checks off, would believe a forged chain that carries the real CA's certificate.)
 */
import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import type { DetailedPeerCertificate } from 'node:tls';

export type PinnedCa =
  | { readonly kind: 'found'; readonly pem: string }
  /** The server was reached and does not send such a certificate. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'fault'; readonly message: string };

/** `fingerprint`: SHA-256 in hex, colons or not. Nothing but the handshake is sent. */
export function pinnedCa(url: string, fingerprint: string, timeout: number): Promise<PinnedCa> {
  const { hostname, port } = new URL(url);
  const wanted = fingerprint.replaceAll(':', '').toLowerCase();
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? 443 : Number(port),
      timeout,
      // Only to look at what it sends: what is trusted is decided with the right CA, later.
      rejectUnauthorized: false,
    });
    const end = (result: PinnedCa): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('error', (error) => end({ kind: 'fault', message: error.message }));
    socket.once('timeout', () => end({ kind: 'fault', message: 'no answer in time' }));
    socket.once('secureConnect', () => {
      const found = chainOf(socket.getPeerCertificate(true)).find((raw) => sha256(raw) === wanted);
      end(found === undefined ? { kind: 'missing' } : { kind: 'found', pem: pemOf(found) });
    });
  });
}

function chainOf(leaf: DetailedPeerCertificate): Buffer[] {
  const chain: Buffer[] = [];
  const seen = new Set<DetailedPeerCertificate>();
  // A root names itself as its issuer.
  for (let at = leaf; at?.raw !== undefined && !seen.has(at); at = at.issuerCertificate) {
    seen.add(at);
    chain.push(at.raw);
  }
  return chain;
}

function sha256(raw: Buffer): string {
  return createHash('sha256').update(raw).digest('hex');
}

function pemOf(raw: Buffer): string {
  const lines = raw.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
