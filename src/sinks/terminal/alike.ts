/** The same diagnosis on several nodes, or of several groups: told in full once, the others as a line each. */
import type { Card } from './card.ts';
import { groupLabels, hostLabel } from './headline.ts';
import { placeOf } from './proof.ts';
import { counted, oneLine } from './style.ts';
import type { Style } from './style.ts';

const MAX_SHOWN = 12;

/** A card, and those that would say the same. */
export interface Folded extends Card {
  readonly alike: readonly Card[];
}

/** In the order of the first of each. */
export function foldAlike(cards: readonly Card[]): Folded[] {
  return [...Map.groupBy(cards, wordsOf).values()].map(([first, ...alike]) => {
    const { diagnosis, root } = first!;
    return { diagnosis, root, alike };
  });
}

/** All that a card says but where, when and how often. */
function wordsOf({ diagnosis, root }: Card): string {
  const { kind, title, severity, cause, impact, remedy, lookAt } = diagnosis;
  return JSON.stringify([root.rule.id, kind, title, severity, cause, impact, remedy, lookAt]);
}

/** `room`: columns. */
export function alikeRows(alike: readonly Card[], room: number, style: Style): string[] {
  const rows = alike.slice(0, MAX_SHOWN).flatMap((card) => row(card, room, style));
  const more = alike.length - MAX_SHOWN;
  return more > 0 ? [...rows, style.paint('dim', `and ${more} more; see all with -o json`)] : rows;
}

function row({ diagnosis, root }: Card, room: number, style: Style): string[] {
  const { explains } = diagnosis;
  const parts = [
    hostLabel(root.host),
    ...groupLabels(root, oneLine(diagnosis.title)),
    counted(root.count, 'line'),
    explains.length === 0 ? '' : `explains ${explains.length}`,
    root.resolved === undefined ? '' : 'resolved',
    style.span(root.first, root.last),
    placeOf(root.evidence[0]!, room),
  ];
  return style.joined(parts, room - 2).map((line, i) => `${i === 0 ? style.sign('arrow') : ' '} ${line}`);
}
