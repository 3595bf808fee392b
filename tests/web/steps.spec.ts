// A step of the slider: when the page says that its day is drawn, it is, to the last pixel.
import { expect, open, test } from './atlas';

declare global {
  interface Window { pixelSums: string[] }
}

const DRAWN = 'drawn';

/**
 * Keeps a sum of the pixels of each frame since the last key, and when the page says that all is drawn. A frame
 * drawn before the key, of which the page has yet to tell, is none of the step's.
 */
function watchFrames(drawn: string): void {
  window.pixelSums = [];
  addEventListener('keydown', () => (window.pixelSums = []), { capture: true });
  new MutationObserver(() => {
    if (document.documentElement.dataset.mapIdle) window.pixelSums.push(drawn);
  }).observe(document, { subtree: true, attributeFilter: ['data-map-idle'] });
  const draw = WebGL2RenderingContext.prototype.drawElements;
  let within = false;
  WebGL2RenderingContext.prototype.drawElements = function (...call) {
    draw.apply(this, call);
    if (within) return;
    within = true;
    queueMicrotask(() => { // the frame is drawn, and not handed on yet
      within = false;
      const { drawingBufferWidth: width, drawingBufferHeight: height } = this;
      const pixels = new Uint32Array(width * height);
      this.readPixels(0, 0, width, height, this.RGBA, this.UNSIGNED_BYTE, new Uint8Array(pixels.buffer));
      window.pixelSums.push(String(pixels.reduce((sum, pixel) => (Math.imul(sum, 31) + pixel) | 0, 0)));
    });
  };
}

test('the day of a step is whole when the page says so: the frame after that is the same', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 600 });
  await page.addInitScript(watchFrames, DRAWN);
  await open(page, '/?t=2005-06-30');
  const slider = page.getByRole('slider', { name: 'Day on the map' });
  const seen = new Set<string>();
  for (let step = 0; step < 4; step++) {
    await slider.press('ArrowRight');
    const both = await page.waitForFunction((drawn) => {
      const told = window.pixelSums.indexOf(drawn);
      const after = window.pixelSums.find((frame, i) => i > told && frame !== drawn);
      return told > 0 && after !== undefined && [window.pixelSums[told - 1]!, after];
    }, DRAWN);
    const [before, after] = await both.jsonValue() as string[];
    expect(after).toBe(before);
    seen.add(before!);
  }
  expect(seen.size, 'days that look different').toBeGreaterThan(2);
});
