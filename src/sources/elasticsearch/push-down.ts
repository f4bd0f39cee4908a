import type { RulePack } from '../../core/rules/pack.ts';
import type { Cursor } from './cursor.ts';
import type { Session } from './session.ts';
import type { Slice } from './source.ts';

export interface PushDownOptions {
  readonly session: Session;
  readonly pack: RulePack;
  readonly filters: readonly object[];
  readonly slices: readonly Slice[];
}

export async function pushedDown(
  _options: PushDownOptions,
): Promise<readonly (readonly Cursor[])[] | undefined> {
  return undefined;
}
