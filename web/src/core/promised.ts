// A summary with a promise in it: there is something to say of plan and outcome only where a plan is on record.
import type { Status, Summary, Verdict } from './api';

export type Promised = Summary & { verdict: Verdict; promised: string; promised_status: Status };

export const isPromised = (summary: Summary | null | undefined): summary is Promised =>
  summary != null && summary.verdict !== null && summary.promised !== null && summary.promised_status !== null;

/** Whether it is what a reader should look at: it came late, or has not come though it should have. */
export const isMissed = ({ verdict }: Pick<Promised, 'verdict'>): boolean => verdict === 'late' || verdict === 'overdue';
