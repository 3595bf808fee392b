// Pictures held against each other, pixel by pixel.
import type { Page } from './atlas';

/** The share of pixels that differ visibly between two pictures of one size; a filled country differs by 20 of 255 from a plain one. */
export const difference = (page: Page, one: Buffer, other: Buffer) => page.evaluate(async (pictures) => {
  const [a, b] = await Promise.all(pictures.map(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  }));
  let differing = 0;
  for (let i = 0; i < a!.length; i += 4) {
    if ([0, 1, 2].some((part) => Math.abs(a![i + part]! - b![i + part]!) > 8)) differing += 1;
  }
  return differing / (a!.length / 4);
}, [one.toString('base64'), other.toString('base64')]);
