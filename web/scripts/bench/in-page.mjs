// What the bench runs inside the page: each function is handed over as text, so it stands alone.

/** Times of steps of the slider, each from the key until the last pixel of the new day is there, ms. */
export async function steps(count) {
  const [root, slider] = [document.documentElement, document.querySelector('input[type=range]')];
  const canvas = document.querySelector('canvas.maplibregl-canvas');
  const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  const times = [];
  for (let i = 0; i < count; i++) {
    times.push(await new Promise((done) => {
      const started = performance.now();
      const seen = new MutationObserver(() => {
        if (root.dataset.mapIdle !== '1') return;
        seen.disconnect();
        gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
        done(performance.now() - started);
      });
      seen.observe(root, { attributeFilter: ['data-map-idle'] });
      slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
    }));
    await new Promise((done) => setTimeout(done, 150)); // what follows a step is not part of the next
  }
  return times;
}

/** Times of one frame of the map as it is, moved by a pixel, until its last pixel is there, ms. */
export async function repaints(count) {
  const canvas = document.querySelector('canvas.maplibregl-canvas');
  const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  const box = canvas.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const mouse = (type, to, x, buttons) => to.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, button: 0, buttons, bubbles: true, cancelable: true, view: window }));
  const frame = () => new Promise(requestAnimationFrame);
  const times = [];
  mouse('mousedown', canvas, x, 1);
  for (let i = 0; i < count; i++) {
    await frame();
    const started = performance.now();
    mouse('mousemove', document, x + (i % 2 ? 4 : 8), 1);
    await frame(); // the map draws in this one
    await new Promise((done) => queueMicrotask(done));
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    times.push(performance.now() - started);
    await new Promise((done) => setTimeout(done, 150));
  }
  mouse('mouseup', document, x, 0);
  return times;
}
