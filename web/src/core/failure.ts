// Whatever was thrown, as a typed problem that can be shown.
import { Problem } from './api';
import { t } from './words';

export interface Failure { problem: Problem; reason: string }

/** `HTTP 503`, `no answer`: what a reader may tell others. */
export function failure(error: unknown): Failure {
  const problem = error instanceof Problem ? error : new Problem(0, 'Failed', String(error), '');
  return { problem, reason: problem.status ? t('notice.http', { status: String(problem.status) }) : t('notice.noAnswer') };
}
