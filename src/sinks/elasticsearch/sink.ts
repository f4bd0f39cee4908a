/** Elasticsearch and OpenSearch: incidents and diagnoses as documents, each once however often they are sent. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Problem } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import type { DeliveringSink, Delivery } from '../sink.ts';
import { connect } from './client.ts';
import type { Connection } from './client.ts';
import type { ElasticsearchConfig } from './config.ts';
import { DeadLetters } from './dead-letters.ts';
import type { Refusal } from './dead-letters.ts';
import { operationsOf } from './operations.ts';
import type { Operation } from './request.ts';
import { Sender } from './sender.ts';
import type { Clock, Counts } from './sender.ts';

export interface Hooks {
  readonly signal?: AbortSignal | undefined;
  /** Something a person should know while it goes on. */
  readonly onNotice?: ((text: string) => void) | undefined;
  /** Where dead letters are written while the file that is named can't be touched yet. */
  readonly writeLettersTo?: string | undefined;
}

export const CLOCK: Clock = {
  now: Date.now,
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  },
  random: Math.random,
};

/** Sends a report. What can't be delivered is in the dead-letter file; never throws for what the server says. */
export async function deliverReport(
  report: Report,
  config: ElasticsearchConfig,
  hooks: Hooks = {},
): Promise<Delivery> {
  return deliver(operationsOf(report, config), config, hooks);
}

export const sink: DeliveringSink<ElasticsearchConfig & Hooks> = {
  deliver: (report, options) => deliverReport(report, options, options),
};

/** Sends operations, those of a report or of a dead-letter file. */
export async function deliver(
  operations: Iterable<Operation> | AsyncIterable<Operation>,
  config: ElasticsearchConfig,
  hooks: Hooks = {},
): Promise<Delivery> {
  const shipment = new Shipment(config, hooks);
  try {
    await shipment.send(operations);
  } finally {
    await shipment.close();
  }
  return shipment.delivery();
}

/** All that one run sends, counted together. */
export class Shipment {
  private readonly config: ElasticsearchConfig;
  private readonly letters: DeadLetters;
  private readonly reasons = new Reasons();
  private readonly connection: Connection;
  private readonly sender: Sender;

  constructor(config: ElasticsearchConfig, { signal, onNotice, writeLettersTo }: Hooks) {
    const { maxOperations, maxBytes, retryFor, deadLetters } = config;
    this.config = config;
    this.letters = new DeadLetters(writeLettersTo ?? deadLetters);
    this.connection = connect(config);
    this.sender = new Sender({
      bulk: (lines, abort) => this.connection.bulk(lines, abort),
      clock: CLOCK,
      maxOperations,
      maxBytes,
      retryFor,
      onDead: (operation, refusal) => {
        this.letters.add(operation, refusal);
        this.reasons.add(refusal);
      },
      onNotice: (text) => onNotice?.(`Elasticsearch: ${text}`),
      signal,
      firstAlone: true,
    });
  }

  /** Returns when each is delivered, or a dead letter. One call at a time. */
  async send(operations: Iterable<Operation> | AsyncIterable<Operation>): Promise<void> {
    await this.sender.send(operations);
  }

  async close(): Promise<void> {
    this.letters.close();
    await this.connection.close();
  }

  /** What came of it. */
  delivery(): Delivery {
    const { sender, letters, reasons, config } = this;
    const problems = problemsOf({ sender, letters, reasons, path: config.deadLetters });
    return { problems, notes: [summaryLine(sender.counts)] };
  }
}

/** `Elasticsearch: sent 12, already there 3, retried 1, dead 0`. */
function summaryLine({ sent, already, withdrawn, retried, dead, failureStore }: Counts): string {
  const parts = [`sent ${sent}`, `already there ${already}`, `retried ${retried}`, `dead ${dead}`];
  if (withdrawn > 0) parts.push(`taken back ${withdrawn}`);
  if (failureStore > 0) parts.push(`of those sent, in the failure store ${failureStore}`);
  return `Elasticsearch: ${parts.join(', ')}`;
}

interface Outcome {
  readonly sender: Sender;
  readonly letters: DeadLetters;
  readonly reasons: Reasons;
  /** The dead-letter file's name for people. */
  readonly path: string;
}

function problemsOf({ sender, letters, reasons, path }: Outcome): Problem[] {
  if (letters.count === 0) return [];
  const { failure } = letters;
  const { stopped } = sender;
  const documents = letters.count === 1 ? '1 document' : `${letters.count} documents`;
  const what = `${documents} could not be delivered to Elasticsearch: ${reasons.text()}`;
  if (failure !== undefined)
    return [{ code: 'DELIVERY_FAILED', message: `${what}; and ${path} can't be written: ${failure}` }];
  const setUp = reasons.has(404) ? 'whynotready elastic setup, then ' : '';
  const mend = stopped?.fix === undefined ? '' : `${stopped.fix}; then `;
  return [
    { code: 'DELIVERY_FAILED', message: what, fix: `${mend}${setUp}whynotready elastic resend ${path}` },
  ];
}

/** Different reasons that are told; the file has all. */
const TOLD = 3;

/** Why documents were refused, and how many for each reason. */
class Reasons {
  private readonly counts = new Map<string, number>();
  private readonly statuses = new Set<number>();

  add({ status, reason }: Refusal): void {
    this.statuses.add(status);
    // Reasons that name a document differ for each.
    const key = this.counts.has(reason) || this.counts.size < TOLD ? reason : 'other reasons';
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  has(status: number): boolean {
    return this.statuses.has(status);
  }

  text(): string {
    const parts = [...this.counts].map(([reason, count]) =>
      this.counts.size === 1 ? reason : `${count}× ${reason}`,
    );
    return parts.join('; ');
  }
}
