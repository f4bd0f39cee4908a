/** What stands in a secret's place. */
import type { SecretKind } from './span.ts';

/** Blocks for documentation (RFC 5737), then the reserved ones. */
const BLOCKS = ['192.0.2', '198.51.100', '203.0.113'] as const;
const PER_BLOCK = 254;

/**
 * `‹token-1›`; `count` is from 1. Addresses and hosts keep their form, as rules look for it: an address for documentation (192.0.2.1,
 * 2001:db8::1), and `host-1`.
 */
export function placeholder(secret: string, kind: SecretKind, count: number): string {
  if (kind === 'host') return `host-${count}`;
  if (kind !== 'address') return `‹${kind}-${count}›`;
  return secret.includes(':') ? `2001:db8::${count.toString(16)}` : documentationAddress(count - 1);
}

function documentationAddress(index: number): string {
  const block = BLOCKS[Math.floor(index / PER_BLOCK)];
  if (block !== undefined) return `${block}.${(index % PER_BLOCK) + 1}`;
  const rest = index - BLOCKS.length * PER_BLOCK;
  return `240.${(rest >> 16) & 255}.${(rest >> 8) & 255}.${rest & 255}`;
}
