// The heights of the bottom sheet, and which one a drag ends at.

export type Stop = 'peek' | 'half' | 'full';
export type Heights = Record<Stop, number>;

/** Heights in px for the room above the time line; small windows keep the order. */
export function heights(room: number): Heights {
  const full = Math.max(160, room - 64);
  return { peek: 96, half: Math.min(412, full), full };
}

/** The stop nearest to where the sheet was let go. */
export function settle(height: number, stops: Heights): Stop {
  const names: Stop[] = ['peek', 'half', 'full'];
  return names.reduce((best, stop) =>
    Math.abs(stops[stop] - height) < Math.abs(stops[best] - height) ? stop : best);
}

/** What a press on the grip does: open further, and from the top back to the half. */
export const nextStop = (stop: Stop): Stop => (stop === 'half' ? 'full' : 'half');
