// The heights of the bottom sheet, and which one a drag ends at.

export type Stop = 'peek' | 'half' | 'full';
export type Heights = Record<Stop, number>;

/** Heights in px for the room above the time line, some of which stays free; small windows keep the order. */
export function heights(room: number, free = 64): Heights {
  const full = Math.max(160, room - free);
  return { peek: 96, half: Math.min(412, full), full };
}

/** The stop nearest to where the sheet was let go. */
export function settle(height: number, stops: Heights): Stop {
  const names: Stop[] = ['peek', 'half', 'full'];
  return names.reduce((best, stop) =>
    Math.abs(stops[stop] - height) < Math.abs(stops[best] - height) ? stop : best);
}

/** What a press on the grip does: open further, and from the top back to the half, or where that is all, to the foot. */
export function nextStop(stop: Stop, { half, full }: Heights): Stop {
  if (stop === 'peek') return 'half';
  if (half === full) return 'peek';
  return stop === 'half' ? 'full' : 'half';
}
