/** The answer for people: diagnoses first, then the rest briefly, then what was looked at. */
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { brieflyRows } from './briefly.ts';
import { coverageRows } from './coverage.ts';
import { bundleRows } from './bundles.ts';
import { foldAlike } from './alike.ts';
import { cardRows } from './card.ts';
import type { Card, Indexed } from './card.ts';
import { factRows } from './facts.ts';
import { nodeRows } from './nodes.ts';
import { inAscii, Style } from './style.ts';
import type { RenderingSink } from '../sink.ts';
import type { Look } from './style.ts';
import { summaryRows } from './summary.ts';
import { timelineRows } from './timeline.ts';

export interface TerminalOptions extends Look {
  /** ms that the scan took; left out where the same input shall give the same bytes. */
  readonly elapsed?: number;
  /** All that there is to say, not only the first of it. */
  readonly verbose?: boolean;
  readonly focus?: 'coverage' | undefined;
}

export const sink: RenderingSink = { render: (report, look) => [terminalText(report, look)] };

/** Diagnoses in full, at most. */
const MAX_CARDS = 20;
/** Symptoms without a cause on record get a card among the first ranks only. */
const SYMPTOM_RANKS = 3;

/** Nothing in the text comes raw from a log. Ends with a line end. */
export function terminalText(report: Report, options: TerminalOptions): string {
  const style = new Style(options);
  const indexed: Indexed = { ...report, byId: new Map(report.incidents.map((each) => [each.id, each])) };
  const blocks = [
    ...(options.focus === undefined ? findings(indexed, style) : []),
    coverageRows(report, style, options.verbose === true),
    summaryRows(report, options, style),
  ];
  const text = `${blocks
    .filter((rows) => rows.length > 0)
    .map((rows) => rows.join('\n'))
    .join('\n\n')}\n`;
  return options.unicode ? text : inAscii(text);
}

/** What is wrong, when and where. */
function findings(report: Indexed, style: Style): string[][] {
  const folded = foldAlike(cardsOf(report)).slice(0, MAX_CARDS);
  const cards = folded.flatMap((card) => [card, ...card.alike]);
  return [
    ...folded.map((card) => cardRows(card, report, style)),
    brieflyRows(restOf(report, cards), style),
    timelineRows(
      cards.map(({ diagnosis }) => diagnosis),
      report.byId,
      style,
    ),
    nodeRows(report, style),
    [...bundleRows(report, style), ...factRows(report.facts, style)],
  ];
}

function cardsOf(report: Indexed): Card[] {
  return report.diagnoses
    .map((diagnosis, rank) => ({ diagnosis, rank, root: report.byId.get(diagnosis.root) }))
    .filter(({ diagnosis, rank }) => diagnosis.kind === 'cause' || rank < SYMPTOM_RANKS)
    .filter((card): card is typeof card & Card => card.root !== undefined);
}

/** Incidents that stand in no card. */
function restOf(report: Indexed, cards: readonly Card[]): Incident[] {
  const told = new Set(cards.flatMap(({ diagnosis }) => [diagnosis.root, ...diagnosis.explains]));
  return report.incidents.filter(({ id }) => !told.has(id));
}
