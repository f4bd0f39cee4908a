/** Documents as shippers write them by default, one a layout, and what they say: layouts/<shipper>.json. The log lines are of the rules' tests. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Level } from '../../src/core/entry.ts';

export interface Layout {
  readonly name: string;
  /** As the shipper's template maps them; without it the server decides. */
  readonly properties?: Readonly<Record<string, object>>;
  /** Differs from the shipper's other layouts about what a field is. */
  readonly apart?: boolean;
  /** Of its time a server that was told nothing makes no date. */
  readonly untyped?: boolean;
  readonly source: Readonly<Record<string, unknown>>;
  readonly expect: {
    readonly rule: string;
    readonly host: string | null;
    readonly unit: string | null;
    readonly component: string | null;
    readonly level: Level;
    readonly time: string;
    readonly formats: readonly string[];
  };
}

interface Shipper {
  readonly shipper: string;
  /** Where it says so. */
  readonly read: readonly string[];
  readonly layouts: readonly Layout[];
}

const FOLDER = new URL('layouts/', import.meta.url);

export const SHIPPERS: readonly Shipper[] = readdirSync(FOLDER)
  .sort()
  .map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Shipper);

export const LAYOUTS: readonly Layout[] = SHIPPERS.flatMap(({ layouts }) => layouts);
