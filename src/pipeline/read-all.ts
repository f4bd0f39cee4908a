/** Reads the whole input: a small one in this thread, a large one with workers beside it. */
import { createAnalysis } from '../core/analysis.ts';
import { isBlindSpot } from '../core/blindspots/find.ts';
import { Claims, UNIT } from './claims.ts';
import { Coordinator } from './coordinator.ts';
import type { PieceFindings } from './findings.ts';
import type { MatchTaker } from '../core/found-match.ts';
import { Horizon } from '../core/incidents/horizon.ts';
import type { RulePack } from '../core/rules/pack.ts';
import { localTimeZone } from './local-zone.ts';
import { OwnMonitor } from './own-monitor.ts';
import { recipeOf } from './pack-recipe.ts';
import type { Piece } from './piece.ts';
import { PieceReader } from './piece-reader.ts';
import type { ReadingSettings } from './piece-reader.ts';
import type { Plan } from './plan.ts';
import type { Pool, PoolOptions } from './pool.ts';
import type { ScanOptions } from './scan.ts';
import { pipedInput } from './standard-input.ts';
import { WorkList } from './work-list.ts';

/** For tests: makes small inputs take the ways of large ones. */
export interface Tuning {
  /** Bytes of a piece; workers start at once. */
  readonly pieceBytes?: number;
  readonly hangAfter?: number;
  readonly slowAfter?: number;
  readonly heapMegabytes?: number;
  readonly entry?: PoolOptions['entry'];
}

/** Inputs of so many bytes get their workers at once. */
const LARGE = 1 << 30;
/** Others when there is work left for so many ms: a worker takes a good part of it to start and to hand over. */
const WORTH = 1500;
/** The same for a dense log, whose findings are large: handing them over takes long. */
const WORTH_DENSE = 10_000;
/** Bytes a ms; slower reading is a sign of a dense log (or of a busy machine, which has no second core to offer). */
const DENSE = 500_000;
/** ms after which that is asked, again and again. */
const ASK = 50;
/** ms before which the speed so far says little: code that has just started is slow, and that of a flood longer. */
const WARM = 250;
const WARM_DENSE = 1000;
/** A range that needs so many ms more is worth being shared. */
const WORTH_TAKING = 200;
/** A reader works on bytes that it claimed so many units ago, at most. */
const LOST_UNITS = 4;
/** Pieces under way or waiting for earlier ones, a thread: bounds the memory of results. */
const AHEAD = 4;

export async function readAll(options: ScanOptions, plan: Plan): Promise<PieceFindings> {
  const run = new Run(options, plan);
  try {
    return await run.read();
  } finally {
    run.close();
  }
}

class Run {
  private readonly options: ScanOptions;
  private readonly plan: Plan;
  private readonly list: WorkList;
  private readonly coordinator: Coordinator;
  private readonly monitor: OwnMonitor;
  private readonly announced = new Set<string>();
  private reader: PieceReader | undefined;
  private pool: Pool | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private readonly started = performance.now();
  private readonly settings: ReadingSettings;
  private readonly horizon: Horizon;

  constructor(options: ScanOptions, plan: Plan) {
    this.horizon = new Horizon(options.rules.rules.length);
    this.settings = settingsOf(options);
    this.options = options;
    this.plan = plan;
    const { pieceBytes } = options.tuning ?? {};
    const claims = new Claims(undefined, pieceBytes);
    const { signal, matches } = options;
    this.monitor = new OwnMonitor({ signal, claims, look: () => this.look(), room: matches?.room });
    this.list = new WorkList({
      pieces: plan.pieces,
      worth: pieceBytes === undefined ? WORTH_TAKING : 0,
      lostBytes: LOST_UNITS * (pieceBytes ?? UNIT),
    });
    this.coordinator = new Coordinator({
      pack: options.rules,
      covers: this.settings.covers,
      horizon: this.horizon,
      claims,
      list: this.list,
      watched: plan.watched,
      ahead: AHEAD * plan.jobs,
      stopped: () => this.monitor.stopped,
      read: (piece, into) => this.readHere(piece, into),
    });
  }

  async read(): Promise<PieceFindings> {
    const { signal } = this.options;
    const stop = (): void => {
      this.pool?.stop();
      this.coordinator.nudge();
    };
    signal?.addEventListener('abort', stop, { once: true });
    if (
      this.plan.watched.length > 0 ||
      this.plan.bytes >= LARGE ||
      this.options.tuning?.pieceBytes !== undefined
    )
      await this.hire();
    else if (this.workers > 0) this.timer = setInterval(() => this.hireIfWorth(), ASK);
    try {
      return await this.coordinator.run();
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    this.pool?.close();
  }

  /** How many workers there may be. */
  private get workers(): number {
    // This thread reads, too, unless there are regexes under watch.
    return this.plan.watched.length > 0 ? this.plan.jobs : this.plan.jobs - 1;
  }

  /** Judged by how long the part took that is read. */
  private hireIfWorth(): void {
    const left = this.list.bytesLeft;
    const elapsed = performance.now() - this.started;
    const isDense = this.monitor.bytes < DENSE * elapsed;
    if (elapsed < (isDense ? WARM_DENSE : WARM)) return;
    const worth = isDense ? WORTH_DENSE : WORTH;
    if ((left / (this.plan.bytes - left)) * elapsed < worth) return;
    clearInterval(this.timer);
    this.hire().catch((error: unknown) => this.coordinator.fail(error));
  }

  private async hire(): Promise<void> {
    const size = Math.min(this.workers, this.list.chances);
    if (size === 0) return;
    const [{ Pool, POOL_BOUNDS }, worker, recipe] = await Promise.all([
      import('./pool.ts'),
      import('./worker.ts'),
      recipeOf(this.options.rules),
    ]);
    if (this.closed) return;
    const { coordinator } = this;
    const { pieceBytes: unit, ...tuning } = this.options.tuning ?? {};
    this.pool = new Pool({
      ...POOL_BOUNDS,
      entry: { url: worker.WORKER_URL, kind: worker.KIND },
      ...tuning,
      size,
      setup: {
        recipe,
        settings: this.settings,
        watched: this.plan.watched,
        horizon: this.horizon.memory,
        unit,
      },
      take: (waiting, claims) => coordinator.take(waiting, claims),
      onFound: (piece, findings, whole) => coordinator.takeIn(piece, findings, whole),
      onLost: (loss) => coordinator.lose(loss),
      onLook: () => {
        this.look();
        coordinator.nudge();
      },
    });
    coordinator.pool = this.pool;
  }

  private async readHere(piece: Piece, into: PieceFindings): Promise<void> {
    const { options, settings } = this;
    const analyse = options.analyse ?? telling(options.matches);
    this.reader ??= new PieceReader(await this.ownRules(), settings, this.monitor, analyse);
    if (piece.own !== true) return this.reader.read(piece, into);
    const live = options.onIncident !== undefined;
    return this.reader.input(await pipedInput({ live, signal: options.signal }), true, into);
  }

  /** This thread can't be ended while it tries a regex. */
  private async ownRules(): Promise<RulePack> {
    const { rules, analyse, tuning } = this.options;
    const unmeasured = new Set(analyse === undefined ? this.plan.unmeasured : []);
    if (unmeasured.size === 0) return rules;
    const [{ timedPack }, { POOL_BOUNDS }] = await Promise.all([
      import('./timed-rules.ts'),
      import('./pool.ts'),
    ]);
    return timedPack(rules, {
      rules: unmeasured,
      slowAfter: tuning?.slowAfter ?? POOL_BOUNDS.slowAfter,
      onSlow: (rule) => this.coordinator.leaveOut(rule, this.monitor.place),
    });
  }

  private look(): void {
    const { onProgress, onIncident } = this.options;
    const { book } = this.coordinator.total;
    onProgress?.({
      bytes: this.monitor.bytes + (this.pool?.bytes ?? 0),
      totalBytes: this.plan.total,
      incidents: book.size,
      source: this.monitor.source || (this.pool?.source ?? ''),
    });
    if (onIncident === undefined) return;
    for (const incident of book.finish().incidents) {
      if (this.announced.has(incident.id) || isBlindSpot(incident)) continue;
      this.announced.add(incident.id);
      onIncident(incident);
    }
  }
}

/** Each match goes to its taker, too. */
function telling(matches: MatchTaker | undefined): ScanOptions['analyse'] {
  return matches && ((options) => createAnalysis({ ...options, onMatch: matches.take }));
}

function settingsOf(options: ScanOptions): ReadingSettings {
  return {
    scan: options.scanner ?? true,
    host: options.host,
    timeZone: options.timeZone ?? localTimeZone(),
    timeZoneGiven: options.timeZone !== undefined,
    format: options.format,
    since: options.since,
    until: options.until,
    covers: options.coverage === true,
    members: { globs: options.globs, hidden: options.hidden },
  };
}
