// The link to the view as it stands, to be shared.
import { currentAddress } from './address.svelte';

/** Whole; the address bar lags behind while time runs, and is never written in a frame of somebody else. */
export const viewUrl = (): string => whole(currentAddress());

/** The same for what outlives the day, as a citation or a picture: it names its day even where that is today. */
export const datedUrl = (): string => whole(currentAddress(null));

const whole = (address: string | null) => new URL(address ?? location.href, location.href).href;

/** Copies the link; false where the browser does not allow it. */
export async function copyView(): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(viewUrl());
    return true;
  } catch {
    return false; // no permission, or a page that is not served securely
  }
}
