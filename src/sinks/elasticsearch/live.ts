/** Sends the matches of a scan while it goes on, and its report when it is done. */
import type { FoundMatch, MatchTaker } from '../../core/found-match.ts';
import type { Report } from '../../core/report.ts';
import type { Delivery } from '../sink.ts';
import type { ElasticsearchConfig } from './config.ts';
import type { Origin } from './ecs.ts';
import { lineOf, MatchQueue } from './matches.ts';
import type { MatchLine } from './matches.ts';
import { matchOperations, operationsOf } from './operations.ts';
import type { Operation } from './request.ts';
import { Shipment } from './sink.ts';
import type { Hooks } from './sink.ts';

export interface LiveOptions extends Hooks {
  readonly config: ElasticsearchConfig;
  /** Of the tool and the rules. */
  readonly origin: Origin;
  /** What to send of a match, and as what; undefined: nothing. */
  readonly shown: (line: MatchLine) => MatchLine | undefined;
}

export class LiveDelivery {
  private readonly queue = new MatchQueue();
  private readonly options: LiveOptions;
  private readonly shipment: Shipment;
  private readonly sent: Promise<void>;

  constructor(options: LiveOptions) {
    this.options = options;
    this.shipment = new Shipment(options.config, options);
    this.sent = this.shipment.send(operations(this.queue, options));
    // The scan must not wait for what will never come; the failure is thrown by `deliver`.
    this.sent.catch(() => this.queue.drop());
  }

  get matches(): MatchTaker {
    return this.queue;
  }

  /** What proves its incidents was among the matches. To be called once, after the scan. */
  async deliver(report: Report): Promise<Delivery> {
    this.queue.end();
    try {
      await this.sent;
      await this.shipment.send(operationsOf(report, { ...this.options.config, evidence: false }));
    } finally {
      await this.shipment.close();
    }
    return this.shipment.delivery();
  }
}

/** Is the cluster set up? It changes nothing of a document that is not there, and is refused where there is no alias. */
const PROBE = { action: 'update', id: 'set-up', document: '{"doc":{}}' } as const;

async function* operations(
  found: AsyncIterable<FoundMatch>,
  { config, origin, shown }: LiveOptions,
): AsyncGenerator<Operation> {
  const toOperation = matchOperations(origin);
  let isFirst = true;
  for await (const match of found) {
    const line = shown(lineOf(match));
    if (line === undefined) continue;
    if (isFirst) yield { ...PROBE, index: config.alias };
    isFirst = false;
    yield toOperation(line);
  }
}
