// Prints the plate alone on a page: it is laid over all else for the printer, and taken away after it.

/** Opens the print dialogue of the browser; resolves when it is closed. */
export async function printPicture(picture: Blob): Promise<void> {
  const url = URL.createObjectURL(picture);
  const image = Object.assign(new Image(), { src: url, alt: '', className: 'plate' });
  try {
    await image.decode();
    document.body.append(image);
    const over = new Promise<void>((done) => addEventListener('afterprint', () => done(), { once: true }));
    window.print();
    await over;
  } finally {
    image.remove();
    URL.revokeObjectURL(url);
  }
}
