// What a record says on a day: the period that holds, who uses the place, its claims in order.
import type { Actor, Claim, FeatureProperties, Period } from './api';
import { bounds, fromIso, OPEN, type Day } from './day';

export const dayOfIso = (text: string | null | undefined, open: Day): Day =>
  (text == null ? null : fromIso(text)) ?? open;

/** The period drawn on `day`: begun at its earliest, the next one not begun; null before the first. */
export function periodAt(periods: Period[], day: Day): Period | null {
  return periods.findLast((period) => dayOfIso(period.from, -OPEN) <= day) ?? null;
}

/** A start that may still lie ahead makes the status of the day a possible one. */
export const isCertain = (period: Period, day: Day): boolean => dayOfIso(period.certain_from, -OPEN) <= day;

export interface Use { user: string; sources: (string | null)[] }

/** All who use the place by claims of this period that have begun on `day`, and who says so. */
export function usesAt(claims: Claim[], period: Period, day: Day): Use[] {
  const uses = new Map<string, (string | null)[]>();
  for (const claim of claims) {
    const { user, status, phase, planned, date, source } = claim;
    if (!user || planned || status !== period.status || String(phase) !== String(period.phase)) continue;
    if ((bounds(date)?.[0] ?? OPEN) > day) continue;
    uses.set(user, [...(uses.get(user) ?? []), source ?? null]);
  }
  return [...uses].map(([user, sources]) => ({ user, sources }));
}

export interface OtherDate { date: string; sources: (string | null)[] }

/** The dates other reports give for the start of a period; one that only says it less exactly is no other. */
export function otherDates(claims: Claim[], period: Period): OtherDate[] {
  const used = bounds(period.since);
  const dates = new Map<string, (string | null)[]>();
  for (const { user, status, phase, planned, date, source } of claims) {
    if (planned || status !== period.status || String(phase) !== String(period.phase)) continue;
    if (user && period.user?.length && !period.user.includes(user)) continue;
    const said = bounds(date);
    if (!said || !used || (said[0] <= used[0] && used[1] <= said[1])) continue;
    dates.set(date, [...(dates.get(date) ?? []), source ?? null]);
  }
  return [...dates].map(([date, sources]) => ({ date, sources }));
}

/** Whether a period begins with this claim, as the atlas was known on the day it is read. */
export function isUsed({ status, phase, date, planned, source }: Claim, periods: Period[]): boolean {
  return status != null && periods.some((period) =>
    period.status === status && String(period.phase) === String(phase) && period.since === date
    && period.planned === Boolean(planned) && period.source === (source ?? null));
}

/** Where "its date" is: the day it opened, else its first day; for an event the day itself. */
export function itsDay({ periods, date }: FeatureProperties): Day | null {
  const opened = periods?.find((p) => p.status === 'operating') ?? periods?.[0];
  if (opened) return dayOfIso(opened.certain_from, 0);
  const start = date ? bounds(date)?.[0] : undefined;
  return start !== undefined && Number.isFinite(start) ? start : null;
}

/** Newest first; claims of one day as the file has them. */
export function newestFirst(claims: Claim[]): Claim[] {
  const start = (claim: Claim) => bounds(claim.date)?.[0] ?? -OPEN;
  return claims
    .map((claim, i) => ({ claim, i }))
    .sort((a, b) => compare(start(b.claim), start(a.claim)) || a.i - b.i)
    .map(({ claim }) => claim);
}

const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);

/** A note says what happened and, after `preferred:`, why this claim is the one used. */
export function splitNote(note: string): { text: string; reason: string | null } {
  const at = note.search(/(^|; )preferred(: |$)/);
  if (at < 0) return { text: capital(note), reason: null };
  const reason = note.slice(at).replace(/^; /, '').replace(/^preferred(: )?/, '');
  return { text: capital(note.slice(0, at)), reason: reason || null };
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export interface ActorLine { source: string | null; actors: Actor[] }
export interface ActorRow { role: string; lines: ActorLine[] }

/** Actors by role, and within a role by who says so. */
export function actorRows(actors: Actor[]): ActorRow[] {
  const rows: ActorRow[] = [];
  for (const actor of actors) {
    const role = actor.role ?? '';
    let row = rows.find((r) => r.role === role);
    if (!row) rows.push((row = { role, lines: [] }));
    const source = actor.source ?? null;
    const line = row.lines.find((l) => l.source === source);
    if (line) line.actors.push(actor);
    else row.lines.push({ source, actors: [actor] });
  }
  return rows;
}
