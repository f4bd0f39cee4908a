/**
 * The CA that a fingerprint names, as the server itself sends it; from then on it is the only one that is trusted. (Comparing the
 * fingerprint alone, with checks off, would believe a forged chain that carries the real CA's certificate.)
 */
import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import type { DetailedPeerCertificate } from 'node:tls';
import type { Socket } from 'node:net';
import { tunnel } from './tunnel.ts';

export type PinnedCa =
  | { readonly kind: 'found'; readonly pem: string }
  /** The server was reached and does not send such a certificate. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'fault'; readonly message: string };

export interface PinOptions {
  /** SHA-256 in hex, colons or not. */
  readonly fingerprint: string;
  readonly proxy: string | undefined;
  /** ms */
  readonly timeout: number;
}

/** Nothing but the handshake is sent. */
export async function pinnedCa(url: string, options: PinOptions): Promise<PinnedCa> {
  const { hostname, port: given } = new URL(url);
  const port = given === '' ? 443 : Number(given);
  const { proxy, timeout } = options;
  if (proxy === undefined) return handshake({ host: hostname.replace(/^\[|\]$/g, ''), port }, options);
  try {
    return await handshake({ socket: await tunnel(`${hostname}:${port}`, proxy, timeout) }, options);
  } catch (error) {
    return { kind: 'fault', message: error instanceof Error ? error.message : String(error) };
  }
}

function handshake(
  way: { readonly host: string; readonly port: number } | { readonly socket: Socket },
  { fingerprint, timeout }: PinOptions,
): Promise<PinnedCa> {
  const wanted = fingerprint.replaceAll(':', '').toLowerCase();
  return new Promise((resolve) => {
    const socket = connect({
      ...way,
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
