/** How a cluster is asked: the sink's client, handed in, as sources know no sinks. */
import type { Answer } from '../../elastic/answer.ts';

export interface Cluster {
  /** `body` is sent as JSON, a text as it is. Never throws. */
  request(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
  /** A refusal in words. */
  explain(answer: Answer): string;
  /** ms to wait before try number `attempt` (from 0) is followed by the next one; `asked`: what the server asks for. */
  backOff(attempt: number, asked: number | undefined): number;
}
